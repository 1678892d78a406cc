import type { Shape } from "@/api/client";

type Signals = {
  signalAllAcceptedCredentials?: (told: {
    rpId: string;
    userId: string;
    allAcceptedCredentialIds: string[];
  }) => Promise<void>;
  signalCurrentUserDetails?: (told: {
    rpId: string;
    userId: string;
    name: string;
    displayName: string;
  }) => Promise<void>;
  signalUnknownCredential?: (told: { rpId: string; credentialId: string }) => Promise<void>;
};

/** The part of `PublicKeyCredential` that not every browser has. */
function signals(): Signals {
  return "PublicKeyCredential" in globalThis ? (globalThis.PublicKeyCredential as Signals) : {};
}

/**
 * Tells authenticators which passkeys there are, so that they do not offer others, and what their owner is called now.
 * They may not listen.
 */
export async function tellAll(told: Shape<"Passkeys">): Promise<void> {
  const { items, rp_id, user_id, user_name, user_display_name } = told;
  if (!rp_id) return;
  const whose = { rpId: rp_id, userId: user_id };
  const allAcceptedCredentialIds = items.map(({ credential_id }) => credential_id);
  await signals()
    .signalAllAcceptedCredentials?.({ ...whose, allAcceptedCredentialIds })
    .catch(() => {});
  await signals()
    .signalCurrentUserDetails?.({ ...whose, name: user_name, displayName: user_display_name })
    .catch(() => {});
}

/** Tells an authenticator that nobody knows a passkey of its any more. */
export async function tellUnknown(rpId: string, credentialId: string): Promise<void> {
  await signals()
    .signalUnknownCredential?.({ rpId, credentialId })
    .catch(() => {});
}
