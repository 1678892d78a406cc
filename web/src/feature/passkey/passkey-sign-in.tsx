import { useCallback, useState } from "react";
import { isProblem } from "@/api/problem";
import { signIn, useSignInByPasskey } from "./api";
import { canAutofill, cancel, canUsePasskeys } from "./ceremony";
import { CeremonyButton } from "./ceremony-button";

/** Signs in with a passkey: by a press, or by picking one from the field for the name, which is offered meanwhile. */
export function PasskeySignIn({ isFirst = false }: { isFirst?: boolean }) {
  const press = useSignInByPasskey();
  const [refusal, refuse] = useState<unknown>(null);
  // A press ends what the field offers; when nothing came of it, the field offers again.
  const [round, next] = useState(0);
  const offer = useCallback(() => {
    let isHere = true;
    const offerAgain = async () => {
      if (!(await canAutofill()) || !isHere) return;
      await signIn(true).catch((error: unknown) => {
        if (isHere && !isProblem(error, "passkey_cancelled")) refuse(error);
      });
    };
    void offerAgain();
    return () => {
      isHere = false;
      cancel();
    };
  }, []);
  if (!canUsePasskeys()) return null;
  return (
    <>
      <span key={round} ref={offer} hidden />
      <CeremonyButton
        words="Sign in with a passkey"
        look={isFirst ? "main" : "plain"}
        isBusy={press.isPending}
        error={press.error ?? refusal}
        onPress={() => {
          refuse(null);
          press.mutate(undefined, { onError: () => next((before) => before + 1) });
        }}
      />
    </>
  );
}
