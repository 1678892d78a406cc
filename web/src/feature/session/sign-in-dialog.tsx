import type { ReactNode } from "react";
import { sayCode } from "@/api/words";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import type { PasskeyStep } from "./second-step";
import { SignInForm } from "./sign-in-form";

type SignInDialogProps = {
  because: string;
  identifier?: string;
  /** Other ways in. */
  other?: ReactNode;
  /** How a passkey is asked for as the second step. */
  passkey?: PasskeyStep;
  onLater: () => void;
};

/** Signs in again over the living page, so that what is being written stays where it is. */
export function SignInDialog({ because, identifier, other, passkey, onLater }: SignInDialogProps) {
  return (
    <Dialog title="Sign in again" onClose={onLater}>
      <p className="mt-2 text-quiet">{sayCode(because)} What you wrote stays on this device.</p>
      <SignInForm identifier={identifier} passkey={passkey} />
      {other}
      <Button look="bare" size="large" className="mt-2" onClick={onLater}>
        Not now
      </Button>
    </Dialog>
  );
}
