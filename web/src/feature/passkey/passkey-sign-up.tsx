import { type FormEvent, useState } from "react";
import { lockedUntil } from "@/api/problem";
import { leadOf, say } from "@/api/words";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { TextInput } from "@/ui/text-input";
import { WaitNotice } from "@/ui/wait-notice";
import { useSignUp } from "./api";
import { canUsePasskeys } from "./ceremony";

type PasskeySignUpProps = {
  invite: string;
  asksInvite: boolean;
  onSent: (pending: { email: string; registration?: string }) => void;
};

/** Starts a journal with a passkey alone: no password to choose, and none to forget. */
export function PasskeySignUp({ invite, asksInvite, onSent }: PasskeySignUpProps) {
  const signUp = useSignUp();
  const [isOpen, open] = useState(false);
  const [email, setEmail] = useState("");
  const [code, setCode] = useState(invite);
  const until = lockedUntil(signUp.error);
  if (!canUsePasskeys()) return null;
  if (!isOpen) {
    return (
      <Button size="large" className="mt-4" onClick={() => open(true)}>
        Use a passkey instead of a password
      </Button>
    );
  }
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (signUp.isPending) return;
    signUp.mutate({ email: email.trim(), invite_code: code.trim() || undefined }, { onSuccess: onSent });
  };
  return (
    <form method="post" noValidate onSubmit={send} className="mt-8 grid gap-4 border-t border-line pt-6">
      <p className="text-quiet">
        A passkey lives on this device or in your password manager, and opens with a finger, a face or a PIN.
      </p>
      {(asksInvite || invite !== "") && (
        <Field id="passkey-invite" label="Invitation for it">
          {(ids) => <TextInput {...ids} value={code} onChange={({ target }) => setCode(target.value)} />}
        </Field>
      )}
      <Field id="passkey-email" label="Address for it">
        {(ids) => (
          <TextInput
            {...ids}
            type="email"
            autoComplete="email"
            value={email}
            onChange={({ target }) => setEmail(target.value)}
          />
        )}
      </Field>
      <WaitNotice until={until} because={leadOf(signUp.error)} />
      {signUp.error && until === null && (
        <Notice tone="bad" role="alert">
          {say(signUp.error)}
        </Notice>
      )}
      <Button type="submit" look="main" size="large" busy={signUp.isPending}>
        {signUp.isPending ? "Waiting for your passkey" : "Start with a passkey"}
      </Button>
      {signUp.isPending && (
        <Button look="bare" size="large" onClick={signUp.cancel}>
          Cancel
        </Button>
      )}
    </form>
  );
}
