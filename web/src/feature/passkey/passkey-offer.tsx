import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { lastWay } from "@/api/last-way";
import { useMay } from "@/api/me";
import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { passkeysQuery, useAddPasskey } from "./api";
import { canKeepOne } from "./ceremony";

const KEY = "journal:no-passkey-offer:";

/** Whoever came in with a password and has no passkey is offered one, where this device can keep it; once said no, never again. */
export function PasskeyOffer({ account }: { account: string }) {
  const [isDeclined, decline] = useState(() => localStorage.getItem(KEY + account) !== null);
  const mayAdd = useMay("profile:write") === true;
  const mayAsk = account !== "" && !isDeclined && lastWay() === "password" && mayAdd;
  const able = useQuery({ queryKey: ["passkey", "able"], queryFn: canKeepOne, enabled: mayAsk });
  const passkeys = useQuery({ ...passkeysQuery, enabled: mayAsk && able.data === true });
  const add = useAddPasskey();
  if (!mayAsk || !able.data || passkeys.data?.length !== 0) return null;
  const neverMind = () => {
    localStorage.setItem(KEY + account, "1");
    decline(true);
  };
  return (
    <section aria-label="Add a passkey" className="mx-6 mb-4 rounded-lg bg-accent-soft px-4 py-4">
      <p>Next time, open your journal with a finger, a face or a PIN instead of the password.</p>
      {add.error && (
        <p role="alert" className="mt-2 text-sm">
          {say(add.error)}
        </p>
      )}
      <div className="mt-3 flex flex-wrap gap-2">
        <Button look="main" busy={add.isPending} onClick={() => add.mutate()}>
          Add a passkey
        </Button>
        <Button look="bare" onClick={neverMind}>
          No, thanks
        </Button>
      </div>
    </section>
  );
}
