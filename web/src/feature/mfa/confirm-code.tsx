import { type FormEvent, useState } from "react";
import { isProblem, lockedUntil } from "@/api/problem";
import { leadOf, say } from "@/api/words";
import { Button } from "@/ui/button";
import { CodeInput } from "@/ui/code-input";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { useNow } from "@/ui/use-now";
import { WaitNotice } from "@/ui/wait-notice";
import { useConfirm } from "./api";

type ConfirmCodeProps = { onCodes: (codes: string[]) => void; onAnew: () => void; onClose?: () => void };

/** The app's first code, which turns the second factor on. */
export function ConfirmCode({ onCodes, onAnew, onClose }: ConfirmCodeProps) {
  const confirm = useConfirm();
  const [code, setCode] = useState("");
  const [isEmpty, setEmpty] = useState(false);
  const until = lockedUntil(confirm.error);
  const mustWait = (until ?? 0) > useNow();
  const isWrong = isProblem(confirm.error, "invalid_code");
  const isOver = isProblem(confirm.error, "mfa_not_started");
  const send = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(code.trim() === "");
    if (code.trim() === "" || mustWait || confirm.isPending) return;
    confirm.mutate(code, { onSuccess: ({ recovery_codes }) => onCodes(recovery_codes) });
  };
  const complaint = isEmpty ? "Enter the code that the app shows." : isWrong ? say(confirm.error) : undefined;
  return (
    <form method="post" noValidate onSubmit={send} className="grid max-w-[26rem] gap-4">
      <Field id="first-code" label="Code that the app shows" error={complaint}>
        {(ids) => (
          <CodeInput {...ids} kind="totp" value={code} onChange={({ target }) => setCode(target.value)} />
        )}
      </Field>
      <WaitNotice until={until} because={leadOf(confirm.error)} />
      {confirm.error && until === null && !isWrong && (
        <Notice tone="bad" role="alert">
          <span className="flex-1">{say(confirm.error)}</span>
          {isOver && (
            <Button size="small" onClick={onAnew}>
              Begin once more
            </Button>
          )}
        </Notice>
      )}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" look="main" busy={confirm.isPending} disabled={mustWait}>
          Turn it on
        </Button>
        {onClose && (
          <Button look="bare" onClick={onClose}>
            Not now
          </Button>
        )}
      </div>
    </form>
  );
}
