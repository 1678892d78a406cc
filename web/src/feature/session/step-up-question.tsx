import { type ChangeEvent, type FormEvent, useState } from "react";
import { isProblem, lockedUntil } from "@/api/problem";
import { stepUp } from "@/api/step-up";
import { leadOf, say } from "@/api/words";
import { Button } from "@/ui/button";
import { CodeInput } from "@/ui/code-input";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { PasswordInput } from "@/ui/password-input";
import { useNow } from "@/ui/use-now";
import { WaitNotice } from "@/ui/wait-notice";
import { useReauthenticate } from "./api";
import { ResetInstead } from "./reset-instead";
import type { Way } from "./step-up-ways";

const ASKS: Record<Way, { label: string; empty: string; instead: string }> = {
  password: { label: "Password", empty: "Enter your password.", instead: "Use your password instead" },
  totp: { label: "Code of your app", empty: "Enter the code.", instead: "Use a code of your app instead" },
  recovery_code: {
    label: "Recovery code",
    empty: "Enter a recovery code.",
    instead: "Use a recovery code instead",
  },
};

/** Asks for one of the proofs that are typed. */
export function StepUpQuestion({ identifier, ways }: { identifier?: string; ways: readonly Way[] }) {
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
      <WaitNotice until={until} because={leadOf(prove.error)}>
        {isProblem(prove.error, "too_many_attempts") && ways.includes("password") && (
          <ResetInstead email={identifier?.includes("@") ? identifier : ""} inNewTab />
        )}
      </WaitNotice>
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
