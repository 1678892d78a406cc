import { type FormEvent, type ReactNode, useState } from "react";
import { isProblem, lockedUntil } from "@/api/problem";
import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { CodeInput } from "@/ui/code-input";
import { Field } from "@/ui/field";
import { focusIt } from "@/ui/focus";
import { useNow } from "@/ui/use-now";
import { useSecondStep } from "./api";
import { CodeRefused } from "./code-refused";

type SecondStepProps = {
  mfaToken: string;
  methods: string[];
  /** How a passkey is asked for, where that is the second factor. */
  passkey?: PasskeyStep;
  onAnew: () => void;
};

/** Asks for a passkey that finishes the sign-in of that token. */
export type PasskeyStep = (mfaToken: string) => ReactNode;

const ASKS = {
  totp: { label: "Code", hint: "Six digits, from your authenticator app.", empty: "Enter the code." },
  recovery_code: {
    label: "Recovery code",
    hint: "One of the ten that you kept. It works once.",
    empty: "Enter a recovery code.",
  },
};

/** The second step of a sign-in: a code of an app, a recovery code, or a passkey. */
export function SecondStep({ passkey, ...step }: SecondStepProps) {
  if (!step.methods.includes("passkey") || !passkey) return <CodeStep {...step} />;
  return (
    <div className="mt-6 grid gap-2">
      <p>One more step: this account asks for its passkey, too.</p>
      {passkey(step.mfaToken)}
      <Button look="bare" size="large" onClick={step.onAnew}>
        Begin anew
      </Button>
    </div>
  );
}

function CodeStep({ mfaToken, methods, onAnew }: Omit<SecondStepProps, "passkey">) {
  const finish = useSecondStep();
  const [method, setMethod] = useState<keyof typeof ASKS>(
    methods.includes("totp") ? "totp" : "recovery_code",
  );
  const [code, setCode] = useState("");
  const [isEmpty, setEmpty] = useState(false);
  const mustWait = (lockedUntil(finish.error) ?? 0) > useNow();
  const isOver = isProblem(finish.error, "token_invalid");
  const send = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(code.trim() === "");
    if (code.trim() === "" || mustWait || finish.isPending) return;
    finish.mutate({ mfaToken, method, code });
  };
  const change = () => {
    setMethod(method === "totp" ? "recovery_code" : "totp");
    setCode("");
    setEmpty(false);
    finish.reset();
  };
  const { label, hint, empty } = ASKS[method];
  const isWrong = isProblem(finish.error, "invalid_code");
  const complaint = isEmpty ? empty : isWrong ? say(finish.error) : undefined;
  if (isOver) return <CodeRefused error={finish.error} onAnew={onAnew} />;
  return (
    <form method="post" noValidate onSubmit={send} className="mt-6 grid gap-4">
      <p>One more step: this account asks for a second factor.</p>
      <Field id="code" label={label} hint={hint} error={complaint} key={method}>
        {(ids) => (
          <CodeInput
            {...ids}
            data-first
            // It came because the password was right; whoever waits for it wants to type.
            ref={focusIt}
            kind={method}
            value={code}
            onChange={({ target }) => setCode(target.value)}
          />
        )}
      </Field>
      {finish.error && !isWrong && <CodeRefused error={finish.error} onAnew={onAnew} />}
      <div className="grid gap-2">
        <Button type="submit" look="main" size="large" busy={finish.isPending} disabled={mustWait}>
          Sign in
        </Button>
        {methods.includes("totp") && methods.includes("recovery_code") && (
          <Button look="bare" size="large" onClick={change}>
            {method === "totp" ? "Use a recovery code instead" : "Use a code of the app instead"}
          </Button>
        )}
        <Button look="bare" size="large" onClick={onAnew}>
          Begin anew
        </Button>
      </div>
    </form>
  );
}
