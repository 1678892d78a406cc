import type { ReactNode } from "react";
import { useNotMe } from "./api";
import { TokenPress } from "./token-press";
import { WayOn } from "./way-on";

/** Somebody else was in: everybody goes out, and the owner comes back by mail. */
export function NotMe({ token, hint }: { token: string; hint: ReactNode }) {
  return (
    <TokenPress
      token={token}
      press={useNotMe()}
      label="It was not me: lock everybody out"
      lead={
        <>
          <p className="text-quiet">If somebody else did what the mail tells of, one press locks them out:</p>
          <ul className="grid list-disc gap-1 pl-5">
            <li>Every device is signed out, yours too.</li>
            <li>The password no longer holds.</li>
            <li>We mail you a link to choose a new one.</li>
          </ul>
          <p className="text-quiet">Your pages stay as they are. If it was you, close this page.</p>
        </>
      }
      done={
        <>
          <p className="text-quiet">
            Everybody is signed out, and the password no longer holds. We sent you a link to choose a new one.
          </p>
          {hint}
        </>
      }
      spent={
        <>
          <p className="text-quiet">
            This link does not hold. It may have been used already, be too old, or not be copied whole. You
            get the same by choosing a new password: it signs out every device.
          </p>
          <WayOn to="forgot" />
        </>
      }
    />
  );
}
