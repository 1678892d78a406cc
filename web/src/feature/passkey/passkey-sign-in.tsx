import { useCallback, useRef, useState } from "react";
import { useSignInByPasskey } from "./api";
import { canUsePasskeys } from "./ceremony";
import { CeremonyButton } from "./ceremony-button";
import { offerInField } from "./field-offer";

/** Signs in with a passkey: by a press, or by picking one from the field for the name, which is offered meanwhile. */
export function PasskeySignIn({ isFirst = false }: { isFirst?: boolean }) {
  const { cancel, ...press } = useSignInByPasskey();
  const [refusal, refuse] = useState<unknown>(null);
  // A press ends what the field offers; when nothing came of it, the field offers again.
  const [round, next] = useState(0);
  const field = useRef<AbortController>(null);
  const offer = useCallback(() => {
    const mine = new AbortController();
    field.current = mine;
    void offerInField(mine.signal, refuse);
    return () => {
      mine.abort();
      cancel();
    };
  }, [cancel]);
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
          field.current?.abort();
          refuse(null);
          press.mutate(undefined, { onError: () => next((before) => before + 1) });
        }}
        onCancel={cancel}
      />
    </>
  );
}
