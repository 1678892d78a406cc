import { useState } from "react";
import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { useNewCodes, useTurnOff } from "./api";
import { RecoveryCodes } from "./recovery-codes";

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
/** From how many on it is time for new ones; the mails of the server say so from the same number on. */
const FEW = 3;

type FactorIsOnProps = { since: string; left: number; onAnother: () => void };

/** An authenticator app and its recovery codes, and what can be done about them. */
export function FactorIsOn({ since, left, onAnother }: FactorIsOnProps) {
  const newCodes = useNewCodes();
  const turnOff = useTurnOff();
  const [isSure, ask] = useState(false);
  const codes = newCodes.data?.recovery_codes;
  if (codes) return <RecoveryCodes codes={codes} onDone={newCodes.reset} />;
  const error = newCodes.error ?? turnOff.error;
  return (
    <div className="grid gap-4">
      <p>Signing in asks for a code of your authenticator app, since {DAY.format(new Date(since))}.</p>
      <p className={left <= FEW ? "" : "text-quiet"}>
        {left === 0 && "No recovery codes are left. "}
        {left > 0 && `${left} of 10 recovery codes ${left === 1 ? "is" : "are"} left. `}
        {left <= FEW && "Make new ones, so that a lost phone does not lock you out."}
      </p>
      {error && (
        <Notice tone="bad" role="alert">
          {say(error)}
        </Notice>
      )}
      {isSure ? (
        <div className="grid gap-3">
          <p>A password alone will let somebody in. The recovery codes stop working, too.</p>
          <div className="flex flex-wrap gap-3">
            <Button look="danger" busy={turnOff.isPending} onClick={() => turnOff.mutate()}>
              Turn it off
            </Button>
            <Button look="bare" onClick={() => ask(false)}>
              Keep it
            </Button>
          </div>
        </div>
      ) : (
        <div className="flex flex-wrap gap-3">
          <Button busy={newCodes.isPending} onClick={() => newCodes.mutate()}>
            New recovery codes
          </Button>
          <Button onClick={onAnother}>Use another app</Button>
          <Button look="danger" onClick={() => ask(true)}>
            Turn off
          </Button>
        </div>
      )}
    </div>
  );
}
