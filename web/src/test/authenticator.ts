import { vi } from "vitest";

type Answer = { id: string; authenticatorAttachment?: string };
type Pending = { answer: (credential: Answer) => void; refuse: (error: unknown) => void };

/** An authenticator for unit tests, in the place of the browser's: each ceremony waits until a test answers it. */
export class StubAuthenticator {
  /** Whether the field for the name offers passkeys. */
  hasAutofill = false;
  #pending: Pending | null = null;
  /** How many ceremonies were begun. */
  begun = 0;

  readonly begin = (): Promise<Answer> => {
    this.end();
    this.begun += 1;
    return new Promise((answer, refuse) => {
      this.#pending = { answer, refuse };
    });
  };

  /** As a press of Cancel, leaving, or another ceremony does. */
  readonly end = (): void => {
    this.#pending?.refuse(new Error("aborted"));
    this.#pending = null;
  };

  answer(credential: Answer): void {
    this.#pending?.answer(credential);
    this.#pending = null;
  }

  /** The module that speaks to browsers, as far as the page uses it. */
  module() {
    return {
      browserSupportsWebAuthn: () => true,
      browserSupportsWebAuthnAutofill: async () => this.hasAutofill,
      platformAuthenticatorIsAvailable: async () => true,
      startAuthentication: this.begin,
      startRegistration: this.begin,
      WebAuthnAbortService: { cancelCeremony: this.end },
      WebAuthnError: class extends Error {},
    };
  }
}

/** What authenticators are told through the browser. */
export function stubSignals() {
  const told = {
    signalUnknownCredential: vi.fn(async (_about: object) => {}),
    signalAllAcceptedCredentials: vi.fn(async (_about: object) => {}),
    signalCurrentUserDetails: vi.fn(async (_about: object) => {}),
  };
  vi.stubGlobal("PublicKeyCredential", told);
  return told;
}

/** What the server asks of a browser that signs in. */
export const requestOptions = {
  ceremony_id: "c1",
  challenge: "AAAA",
  rpId: "journal.example",
  timeout: 300_000,
  userVerification: "required",
  allowCredentials: [],
};
