import { isProblem } from "@/api/problem";
import { signIn } from "./api";
import { canAutofill } from "./ceremony";

/** Milliseconds after a refusal: an authenticator that answers by itself must not be asked without end. */
const PAUSE = 1_000;

/**
 * Offers passkeys in the field for the name until one opened the journal, or `signal` ends it. An offer that grows old
 * is made anew, and so is one whose passkey was refused, which `refused` hears of.
 */
export async function offerInField(signal: AbortSignal, refused: (error: unknown) => void): Promise<void> {
  if (!(await canAutofill())) return;
  while (!signal.aborted) {
    const error = await signIn(signal, true).then(
      () => null,
      (reason: unknown) => reason,
    );
    // Opened; or ended by a press, by leaving, or because there is nothing to be had.
    if (error === null || signal.aborted || isProblem(error, "passkey_cancelled")) return;
    if (isProblem(error, "passkey_lapsed")) continue;
    refused(error);
    await new Promise((later) => setTimeout(later, PAUSE));
  }
}
