import { type FormEvent, useState } from "react";
import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { TextInput } from "@/ui/text-input";
import { useResendVerification } from "./api";

/** Asks for a new link when only the address is known. */
export function AskForMail({ onSent }: { onSent: (email: string) => void }) {
  const [email, setEmail] = useState("");
  const [wrong, setWrong] = useState<string>();
  const resend = useResendVerification();
  const send = (event: FormEvent) => {
    event.preventDefault();
    const address = email.trim();
    if (!/^\S+@\S+$/.test(address)) return setWrong("An email address has an @ in it.");
    setWrong(undefined);
    resend.mutate({ email: address }, { onSuccess: () => onSent(address) });
  };
  return (
    <form method="post" noValidate onSubmit={send} className="mt-6 grid gap-4">
      <Field id="resend-email" label="Email" error={wrong ?? (resend.error ? say(resend.error) : undefined)}>
        {(ids) => (
          <TextInput
            {...ids}
            type="email"
            autoComplete="email"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" look="main" size="large" busy={resend.isPending}>
        Send a new link
      </Button>
    </form>
  );
}
