import type { Shape } from "@/api/client";

type Signals = {
  signalAllAcceptedCredentials?: (told: {
    rpId: string;
    userId: string;
    allAcceptedCredentialIds: string[];
  }) => Promise<void>;
  signalUnknownCredential?: (told: { rpId: string; credentialId: string }) => Promise<void>;
};

/** The part of `PublicKeyCredential` that not every browser has. */
function signals(): Signals {
  return "PublicKeyCredential" in globalThis ? (globalThis.PublicKeyCredential as Signals) : {};
}

/** Tells authenticators which passkeys there are, so that they do not offer others. They may not listen. */
export async function tellAll({ items, rp_id, user_id }: Shape<"Passkeys">): Promise<void> {
  if (!rp_id) return;
  const allAcceptedCredentialIds = items.map(({ credential_id }) => credential_id);
  await signals()
    .signalAllAcceptedCredentials?.({ rpId: rp_id, userId: user_id, allAcceptedCredentialIds })
    .catch(() => {});
}

/** Tells an authenticator that nobody knows a passkey of its any more. */
export async function tellUnknown(rpId: string, credentialId: string): Promise<void> {
  await signals()
    .signalUnknownCredential?.({ rpId, credentialId })
    .catch(() => {});
}
