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
import { noteHere } from "./here";

type Answered = object & { id: string; authenticatorAttachment?: string };

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
export async function use(options: Shape<"RequestOptions">, autofill = false): Promise<Answered> {
  const own = options.allowCredentials.map(({ id }) => ({ id, type: "public-key" as const }));
  return inWords(
    startAuthentication({
      optionsJSON: { ...options, allowCredentials: own, userVerification: "required" },
      useBrowserAutofill: autofill,
    }),
  );
}

/** Milliseconds between two looks at whether what the field offers has grown old; a device may have slept meanwhile. */
const LOOK = 5_000;
/** The part of its time after which it is old: who picks a passkey then still has a minute to show who they are. */
const OLD = 0.8;

/**
 * Uses a passkey by what the field for the name offers, until `signal` ends it. An offer that grows old ends as
 * `passkey_lapsed`, before its time on the server is over.
 */
export async function pickInField(options: Shape<"RequestOptions">, signal: AbortSignal): Promise<Answered> {
  if (signal.aborted) throw new ApiError({ status: 400, code: "passkey_cancelled" });
  const oldAt = Date.now() + options.timeout * OLD;
  const isOld = () => Date.now() >= oldAt;
  const look = setInterval(() => isOld() && cancel(), LOOK);
  signal.addEventListener("abort", cancel);
  try {
    return await use(options, true);
  } catch (error) {
    throw isOld() && !signal.aborted ? new ApiError({ status: 400, code: "passkey_lapsed" }) : error;
  } finally {
    clearInterval(look);
    signal.removeEventListener("abort", cancel);
  }
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
async function inWords<T extends Answered>(ceremony: Promise<T>): Promise<T> {
  const credential = await ceremony.catch((error: unknown) => {
    const known = error instanceof WebAuthnError ? CODES[error.code] : undefined;
    throw new ApiError({ status: 400, code: known ?? "passkey_cancelled" });
  });
  noteHere(credential);
  return credential;
}
