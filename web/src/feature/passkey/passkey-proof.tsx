import { stepUp } from "@/api/step-up";
import { useProve } from "./api";
import { CeremonyButton } from "./ceremony-button";

/** Shows by a passkey that it is oneself, in the middle of something that needs it. */
export function PasskeyProof() {
  const prove = useProve();
  return (
    <CeremonyButton
      words="Use a passkey"
      look="main"
      isBusy={prove.isPending}
      error={prove.error}
      onPress={() => prove.mutate(undefined, { onSuccess: () => stepUp.settle(true) })}
      onCancel={prove.cancel}
    />
  );
}
