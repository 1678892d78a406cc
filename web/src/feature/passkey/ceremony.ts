import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  platformAuthenticatorIsAvailable,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
  WebAuthnError,
} from "@simplewebauthn/browser";
import type { Shape } from "@/api/client";
import { ApiError } from "@/api/problem";

/** Whether this browser can use passkeys here: it can itself, and the page is reached by a name. */
export function canUsePasskeys(): boolean {
  return browserSupportsWebAuthn() && !/^[\d.]+$|^\[/.test(location.hostname);
}

/** Whether passkeys can be picked from the field for the name. */
export async function canAutofill(): Promise<boolean> {
  return canUsePasskeys() && (await browserSupportsWebAuthnAutofill());
}

/** Whether this very device can keep a passkey and check that it is its owner. */
export async function canKeepOne(): Promise<boolean> {
  return canUsePasskeys() && (await platformAuthenticatorIsAvailable());
}

/** Makes a passkey. Throws an `ApiError` that has words when it comes to nothing. */
export async function create(options: Shape<"CreationOptions">): Promise<object> {
  const known = options.excludeCredentials.map(({ id }) => ({ id, type: "public-key" as const }));
  return inWords(
    startRegistration({
      optionsJSON: {
        ...options,
        attestation: "none",
        excludeCredentials: known,
        pubKeyCredParams: options.pubKeyCredParams.map(({ alg }) => ({ alg, type: "public-key" })),
        authenticatorSelection: {
          residentKey: "required",
          requireResidentKey: true,
          userVerification: "required",
        },
      },
    }),
  );
}

/** Uses a passkey: by a dialog of the browser, or with `autofill` by what its field for the name offers. */
export async function use(
  options: Shape<"RequestOptions">,
  autofill = false,
): Promise<{ id: string } & object> {
  const own = options.allowCredentials.map(({ id }) => ({ id, type: "public-key" as const }));
  return inWords(
    startAuthentication({
      optionsJSON: { ...options, allowCredentials: own, userVerification: "required" },
      useBrowserAutofill: autofill,
    }),
  );
}

/** Ends whatever ceremony is under way; who waits for it hears that it was cancelled. */
export function cancel(): void {
  WebAuthnAbortService.cancelCeremony();
}

const CODES: Partial<Record<WebAuthnError["code"], string>> = {
  ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED: "passkey_exists",
  ERROR_AUTHENTICATOR_MISSING_USER_VERIFICATION_SUPPORT: "passkey_unverified",
  ERROR_INVALID_DOMAIN: "passkeys_unavailable",
  ERROR_INVALID_RP_ID: "passkeys_unavailable",
};

/** Browsers do not tell why something came to nothing: cancelled, run out of time and refused all look alike. */
async function inWords<T>(ceremony: Promise<T>): Promise<T> {
  return ceremony.catch((error: unknown) => {
    const known = error instanceof WebAuthnError ? CODES[error.code] : undefined;
    throw new ApiError({ status: 400, code: known ?? "passkey_cancelled" });
  });
}
