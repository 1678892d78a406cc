import { type FormEvent, type ReactNode, useState } from "react";
import { isProblem, lockedUntil } from "@/api/problem";
import { stepUp, useStepUp } from "@/api/step-up";
import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { Countdown } from "@/ui/countdown";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { PasswordInput } from "@/ui/password-input";
import { useNow } from "@/ui/use-now";
import { useReauthenticate } from "./api";

type StepUpDialogProps = {
  identifier?: string;
  /** How a passkey is asked for, where that is a way. */
  passkey?: ReactNode;
};

/** Asks who one is in the middle of something that needs it; what was begun then goes on by itself. */
export function StepUpDialog({ identifier, passkey }: StepUpDialogProps) {
  const methods = useStepUp();
  if (methods.length === 0) return null;
  return (
    <Dialog title="Is it you?" onClose={() => stepUp.settle(false)}>
      <p className="mt-2 text-quiet">
        This changes how your journal is reached, so show once more that it is you.
      </p>
      {methods.includes("passkey") && passkey}
      {methods.includes("password") && <ByPassword identifier={identifier} />}
      <Button look="bare" size="large" className="mt-2" onClick={() => stepUp.settle(false)}>
        Not now
      </Button>
    </Dialog>
  );
}

function ByPassword({ identifier }: { identifier?: string }) {
  const prove = useReauthenticate();
  const [password, setPassword] = useState("");
  const [isEmpty, setEmpty] = useState(false);
  const until = lockedUntil(prove.error);
  const mustWait = (until ?? 0) > useNow();
  const send = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(password === "");
    if (password === "" || mustWait || prove.isPending) return;
    prove.mutate(password, { onSuccess: () => stepUp.settle(true) });
  };
  const isWrong = isProblem(prove.error, "wrong_password");
  const complaint = isEmpty ? "Enter your password." : isWrong ? say(prove.error) : undefined;
  return (
    <form method="post" noValidate onSubmit={send} className="mt-5 grid gap-4">
      <input type="text" hidden readOnly autoComplete="username" value={identifier ?? ""} />
      <Field id="proof" label="Password" error={complaint}>
        {(ids) => (
          <PasswordInput
            {...ids}
            data-first
            autoComplete="current-password"
            value={password}
            onChange={({ target }) => setPassword(target.value)}
          />
        )}
      </Field>
      {until !== null && (
        <Notice tone="bad">
          <Countdown
            until={until}
            lead="Too many tries. You can try again in"
            over="You can try again now."
          />
        </Notice>
      )}
      {prove.error && until === null && !isWrong && (
        <Notice tone="bad" role="alert">
          {say(prove.error)}
        </Notice>
      )}
      <Button type="submit" look="main" size="large" busy={prove.isPending} disabled={mustWait}>
        Go on
      </Button>
    </form>
  );
}
