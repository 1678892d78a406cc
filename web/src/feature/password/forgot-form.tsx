import { type FormEvent, useState } from "react";
import { lockedUntil } from "@/api/problem";
import { leadOf, say } from "@/api/words";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { TextInput } from "@/ui/text-input";
import { WaitNotice } from "@/ui/wait-notice";
import { useForgotPassword } from "./api";

type ForgotFormProps = { email?: string; onSent: (email: string) => void };

/** To which address the link for a new password shall go. */
export function ForgotForm({ email = "", onSent }: ForgotFormProps) {
  const [typed, setTyped] = useState(email);
  const [wrong, setWrong] = useState<string>();
  const forgot = useForgotPassword();
  const until = lockedUntil(forgot.error);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (forgot.isPending) return;
    const address = typed.trim();
    if (!/^\S+@\S+$/.test(address)) return setWrong("An email address has an @ in it.");
    setWrong(undefined);
    forgot.mutate(address, { onSuccess: () => onSent(address) });
  };
  return (
    <form method="post" noValidate onSubmit={send} className="mt-6 grid gap-4">
      <Field
        id="forgot-email"
        label="Email"
        error={wrong ?? (forgot.error && until === null ? say(forgot.error) : undefined)}
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
      <WaitNotice until={until} because={leadOf(forgot.error)} />
      <Button type="submit" look="main" size="large" busy={forgot.isPending}>
        Send the link
      </Button>
    </form>
  );
}
