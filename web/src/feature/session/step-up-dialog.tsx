import type { ReactNode } from "react";
import { stepUp, useStepUp } from "@/api/step-up";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { StepUpQuestion } from "./step-up-question";
import { WAYS } from "./step-up-ways";

type StepUpDialogProps = {
  identifier?: string;
  /** How a passkey is asked for, where that is a way. */
  passkey?: ReactNode;
  /** How a provider is, likewise. */
  provider?: ReactNode;
};

/** Asks for a proof in the middle of something that needs it; what was begun then goes on by itself. */
export function StepUpDialog({ identifier, passkey, provider }: StepUpDialogProps) {
  const methods = useStepUp();
  if (methods.length === 0) return null;
  const hasPasskey = methods.includes("passkey");
  const hasProvider = methods.includes("oauth");
  const known = WAYS.filter((way) => methods.includes(way));
  const ways = known.length > 0 || hasPasskey || hasProvider ? known : WAYS.slice(0, 1);
  return (
    <Dialog title="Is it you?" onClose={() => stepUp.settle(false)}>
      <p className="mt-2 text-quiet">
        This changes how your journal is reached, so show once more that it is you.
      </p>
      {hasPasskey && passkey}
      {hasProvider && provider}
      {ways.length > 0 && <StepUpQuestion identifier={identifier} ways={ways} />}
      <Button look="bare" size="large" className="mt-2" onClick={() => stepUp.settle(false)}>
        Not now
      </Button>
    </Dialog>
  );
}
