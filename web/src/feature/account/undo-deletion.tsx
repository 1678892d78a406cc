import { useUndoDeletion } from "./api";
import { TokenPress } from "./token-press";
import { WayOn } from "./way-on";

/** The journal stays after all. */
export function UndoDeletion({ token }: { token: string }) {
  return (
    <TokenPress
      token={token}
      press={useUndoDeletion()}
      label="Keep my journal"
      lead={<p className="text-quiet">One press, and nothing is deleted. Every page is still there.</p>}
      done={
        <>
          <p className="text-quiet">Your journal stays. Sign in, and it is as you left it.</p>
          <WayOn to="door" />
        </>
      }
      spent={
        <>
          <p className="text-quiet">
            This link does not hold. It may have been used already, or not be copied whole: then try to sign
            in. After 14 days nothing is left, and nobody can bring it back.
          </p>
          <WayOn to="door" />
        </>
      }
    />
  );
}
