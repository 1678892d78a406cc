/** A first proof that the provider gave, and what is asked for besides. */
export type SecondStep = { mfaToken: string; methods: string[]; returnTo?: string };

/** What stands behind the `#` when a provider's answer is not yet enough to sign in; null when that is not there. */
export function readSecondStep(hash: string): SecondStep | null {
  const told = read(hash);
  const mfaToken = told.get("mfa_token");
  if (!mfaToken) return null;
  const methods = (told.get("methods") ?? "").split(",").filter(Boolean);
  return { mfaToken, methods, returnTo: told.get("return_to") ?? undefined };
}

/** The same when a registration waits for its mail. `provider` is the one it was begun with, empty when that is not told. */
export function readRegistration(hash: string) {
  const told = read(hash);
  const email = told.get("email");
  if (!email) return null;
  return { email, registration: told.get("registration") ?? undefined, provider: told.get("provider") ?? "" };
}

let step: SecondStep | null = null;

/** The second step that is to be asked for: in memory alone, so that no address and no history holds its token. */
export const waitingStep = {
  get: (): SecondStep | null => step,
  keep: (next: SecondStep): void => {
    step = next;
  },
  drop: (): void => {
    step = null;
  },
};

function read(hash: string): URLSearchParams {
  return new URLSearchParams(hash.replace(/^#/, ""));
}
