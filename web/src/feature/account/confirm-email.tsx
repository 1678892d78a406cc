import { useConfirmEmail } from "./api";
import { TokenPress } from "./token-press";
import { WayOn } from "./way-on";

/** The new address says yes. */
export function ConfirmEmail({ token }: { token: string }) {
  return (
    <TokenPress
      token={token}
      press={useConfirmEmail()}
      label="Use this address"
      lead={
        <p className="text-quiet">
          One press, and your journal belongs to this address. We write to the old one too, which can undo it
          for three days.
        </p>
      }
      done={
        <>
          <p className="text-quiet">This is your address now. Sign in with it from here on.</p>
          <WayOn to="journal" />
        </>
      }
      spent={
        <>
          <p className="text-quiet">
            This link does not hold. It may have been used already, be too old, or not be copied whole. Your
            address is shown on your own page, where you can ask for another link.
          </p>
          <WayOn to="journal" />
        </>
      }
    />
  );
}
