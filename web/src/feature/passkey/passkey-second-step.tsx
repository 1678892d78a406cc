import { ApiError, isProblem } from "@/api/problem";
import { useSecondStepByPasskey } from "./api";
import { CeremonyButton } from "./ceremony-button";

/** The second step of a sign-in by a passkey of the account. */
export function PasskeySecondStep({ mfaToken }: { mfaToken: string }) {
  const finish = useSecondStepByPasskey(mfaToken);
  return (
    <CeremonyButton
      words="Use your passkey"
      look="main"
      isBusy={finish.isPending}
      error={inWords(finish.error)}
      onPress={() => finish.mutate()}
      onCancel={finish.cancel}
    />
  );
}

/** What is wrong with a sign-in by a password has other words than what is wrong with its second step. */
function inWords(error: unknown): unknown {
  if (isProblem(error, "invalid_credentials")) return new ApiError({ status: 401, code: "passkey_refused" });
  if (isProblem(error, "token_invalid")) return new ApiError({ status: 401, code: "sign_in_over" });
  return error;
}
