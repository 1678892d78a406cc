import { type ChangeEvent, type FormEvent, type ReactNode, useState } from "react";
import { isProblem, lockedUntil } from "@/api/problem";
import { stepUp, useStepUp } from "@/api/step-up";
import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { CodeInput } from "@/ui/code-input";
import { Countdown } from "@/ui/countdown";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { PasswordInput } from "@/ui/password-input";
import { useNow } from "@/ui/use-now";
import { useReauthenticate } from "./api";

const WAYS = ["password", "totp", "recovery_code"] as const;
type Way = (typeof WAYS)[number];

const ASKS: Record<Way, { label: string; empty: string; instead: string }> = {
  password: { label: "Password", empty: "Enter your password.", instead: "Use your password instead" },
  totp: { label: "Code of your app", empty: "Enter the code.", instead: "Use a code of your app instead" },
  recovery_code: {
    label: "Recovery code",
    empty: "Enter a recovery code.",
    instead: "Use a recovery code instead",
  },
};

type StepUpDialogProps = {
  identifier?: string;
  /** How a passkey is asked for, where that is a way. */
  passkey?: ReactNode;
};

/** Asks for a proof in the middle of something that needs it; what was begun then goes on by itself. */
export function StepUpDialog({ identifier, passkey }: StepUpDialogProps) {
  const methods = useStepUp();
  if (methods.length === 0) return null;
  const hasPasskey = methods.includes("passkey");
  const known = WAYS.filter((way) => methods.includes(way));
  const ways = known.length > 0 || hasPasskey ? known : WAYS.slice(0, 1);
  return (
    <Dialog title="Is it you?" onClose={() => stepUp.settle(false)}>
      <p className="mt-2 text-quiet">
        This changes how your journal is reached, so show once more that it is you.
      </p>
      {hasPasskey && passkey}
      {ways.length > 0 && <Question identifier={identifier} ways={ways} />}
      <Button look="bare" size="large" className="mt-2" onClick={() => stepUp.settle(false)}>
        Not now
      </Button>
    </Dialog>
  );
}

function Question({ identifier, ways }: { identifier?: string; ways: readonly Way[] }) {
  const prove = useReauthenticate();
  const [way, setWay] = useState(ways[0] ?? "password");
  const [typed, setTyped] = useState("");
  const [isEmpty, setEmpty] = useState(false);
  const until = lockedUntil(prove.error);
  const mustWait = (until ?? 0) > useNow();
  const send = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(typed === "");
    if (typed === "" || mustWait || prove.isPending) return;
    const body = way === "password" ? { password: typed } : { method: way, code: typed };
    prove.mutate(body, { onSuccess: () => stepUp.settle(true) });
  };
  const change = (next: Way) => {
    setWay(next);
    setTyped("");
    setEmpty(false);
    prove.reset();
  };
  const isWrong = isProblem(prove.error, "wrong_password") || isProblem(prove.error, "invalid_code");
  const complaint = isEmpty ? ASKS[way].empty : isWrong ? say(prove.error) : undefined;
  const field = {
    "data-first": true,
    value: typed,
    onChange: ({ target }: ChangeEvent<HTMLInputElement>) => setTyped(target.value),
  };
  return (
    <form method="post" noValidate onSubmit={send} className="mt-5 grid gap-4">
      <input type="text" hidden readOnly autoComplete="username" value={identifier ?? ""} />
      <Field id="proof" label={ASKS[way].label} error={complaint} key={way}>
        {(ids) =>
          way === "password" ? (
            <PasswordInput {...ids} {...field} autoComplete="current-password" />
          ) : (
            <CodeInput {...ids} {...field} kind={way} />
          )
        }
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
      <div className="grid gap-2">
        <Button type="submit" look="main" size="large" busy={prove.isPending} disabled={mustWait}>
          Go on
        </Button>
        {ways
          .filter((other) => other !== way)
          .map((other) => (
            <Button key={other} look="bare" size="large" onClick={() => change(other)}>
              {ASKS[other].instead}
            </Button>
          ))}
      </div>
    </form>
  );
}
