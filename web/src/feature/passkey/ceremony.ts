import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  type PublicKeyCredentialCreationOptionsJSON,
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

/** What the server says that a ceremony needs. Once `signal` has ended it, nothing of that matters any more. */
export async function asked<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return answer.catch((error: unknown) => {
    throw signal.aborted ? cancelled() : error;
  });
}

/** Makes a passkey, until `signal` ends it. Throws an `ApiError` that has words when it comes to nothing. */
export async function create(options: Shape<"CreationOptions">, signal: AbortSignal): Promise<object> {
  const known = options.excludeCredentials.map(({ id }) => ({ id, type: "public-key" as const }));
  const optionsJSON: PublicKeyCredentialCreationOptionsJSON = {
    ...options,
    attestation: "none",
    excludeCredentials: known,
    pubKeyCredParams: options.pubKeyCredParams.map(({ alg }) => ({ alg, type: "public-key" })),
    authenticatorSelection: {
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    },
  };
  return inWords(() => startRegistration({ optionsJSON }), signal);
}

/**
 * Uses a passkey, until `signal` ends it: by a dialog of the browser, or with `autofill` by what its field for the name
 * offers.
 */
export async function use(
  options: Shape<"RequestOptions">,
  signal: AbortSignal,
  autofill = false,
): Promise<Answered> {
  const own = options.allowCredentials.map(({ id }) => ({ id, type: "public-key" as const }));
  const optionsJSON = { ...options, allowCredentials: own, userVerification: "required" as const };
  return inWords(() => startAuthentication({ optionsJSON, useBrowserAutofill: autofill }), signal);
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
  const oldAt = Date.now() + options.timeout * OLD;
  const isOld = () => Date.now() >= oldAt;
  const look = setInterval(() => isOld() && endCeremony(), LOOK);
  try {
    return await use(options, signal, true);
  } catch (error) {
    throw isOld() && !signal.aborted ? new ApiError({ status: 400, code: "passkey_lapsed" }) : error;
  } finally {
    clearInterval(look);
  }
}

/** Ends the ceremony that is under way, of which there is never more than one. */
function endCeremony(): void {
  WebAuthnAbortService.cancelCeremony();
}

function cancelled(): ApiError {
  return new ApiError({ status: 400, code: "passkey_cancelled" });
}

const CODES: Partial<Record<WebAuthnError["code"], string>> = {
  ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED: "passkey_exists",
  ERROR_AUTHENTICATOR_MISSING_USER_VERIFICATION_SUPPORT: "passkey_unverified",
  ERROR_INVALID_DOMAIN: "passkeys_unavailable",
  ERROR_INVALID_RP_ID: "passkeys_unavailable",
};

/** Browsers do not tell why something came to nothing: cancelled, run out of time and refused all look alike. */
async function inWords<T extends Answered>(begin: () => Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) throw cancelled();
  signal.addEventListener("abort", endCeremony);
  try {
    const credential = await begin();
    noteHere(credential);
    return credential;
  } catch (error) {
    const code = error instanceof WebAuthnError ? CODES[error.code] : undefined;
    throw code ? new ApiError({ status: 400, code }) : cancelled();
  } finally {
    signal.removeEventListener("abort", endCeremony);
  }
}
