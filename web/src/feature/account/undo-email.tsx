import type { ReactNode } from "react";
import { useUndoEmail } from "./api";
import { TokenPress } from "./token-press";
import { WayOn } from "./way-on";

/** The old address takes its journal back. */
export function UndoEmail({ token, hint }: { token: string; hint: ReactNode }) {
  return (
    <TokenPress
      token={token}
      press={useUndoEmail()}
      label="Put the old address back"
      lead={
        <>
          <p className="text-quiet">
            You did not ask for another address, or have changed your mind? Then this happens at once:
          </p>
          <ul className="grid list-disc gap-1 pl-5">
            <li>Your journal belongs to this address again.</li>
            <li>Every device is signed out, and the password no longer holds.</li>
            <li>We mail you a link to choose a new one.</li>
          </ul>
        </>
      }
      done={
        <>
          <p className="text-quiet">
            The old address is back, and every device is signed out. We sent it a link to choose a new
            password.
          </p>
          {hint}
        </>
      }
      spent={
        <>
          <p className="text-quiet">
            This link does not hold. It may have been used already, be older than three days, or not be copied
            whole. If somebody else has your journal, ask for a new password, and tell whoever runs it.
          </p>
          <WayOn to="forgot" />
        </>
      }
    />
  );
}
