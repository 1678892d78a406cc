import { type FormEvent, useState } from "react";
import { ApiError } from "@/api/problem";
import { sayOfAccounts } from "@/api/words";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { focusFirst } from "@/ui/focus";
import { TextInput } from "@/ui/text-input";
import { useChangeEmail } from "./api";

type ChangeEmailProps = { onSent: (email: string) => void; onClose: () => void };

/** Asks for another address. It has to say yes itself, from the mail that goes there. */
export function ChangeEmail({ onSent, onClose }: ChangeEmailProps) {
  const change = useChangeEmail();
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState<string>();
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (change.isPending) return;
    const address = typed.trim();
    if (!/^\S+@\S+$/.test(address)) return setWrong("An email address has an @ in it.");
    setWrong(undefined);
    change.mutate(address, { onSuccess: () => onSent(address) });
  };
  return (
    <form ref={focusFirst} method="post" noValidate onSubmit={send} className="grid max-w-[26rem] gap-4">
      <Field
        id="new-email"
        label="New address"
        hint="We send a link there. The old address is told, and can undo it for three days."
        error={wrong ?? (change.error ? complaintOf(change.error) : undefined)}
      >
        {(ids) => (
          <TextInput
            {...ids}
            type="email"
            autoComplete="email"
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-3">
        <Button type="submit" look="main" busy={change.isPending}>
          Send the link
        </Button>
        <Button look="bare" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

function complaintOf(error: unknown): string {
  const found = error instanceof ApiError && error.errors.find(({ field }) => field === "new_email");
  return found ? found.message : sayOfAccounts(error);
}
