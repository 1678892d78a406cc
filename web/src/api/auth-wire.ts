import createClient from "openapi-fetch";
import { SERVER } from "./base";
import { ApiError, asError, unreachable } from "./problem";
import type { components, paths } from "./schema";
import { type AccessToken, ownerOf } from "./token";

export type Credentials = { identifier: string; password: string };
/** What a passkey answered, and to what; with the token of a sign-in that it finishes. */
export type PasskeyProof = { ceremony_id: string; credential: object; mfaToken?: string };

/** What finishes a sign-in that asks for a second factor. */
export type SecondStep = { mfaToken: string; method: "totp" | "recovery_code"; code: string };

/** What became of a refresh. `away`: nobody knows; the session may well live. */
export type Renewal =
  | { kind: "token"; token: AccessToken }
  | { kind: "over"; code: string }
  | { kind: "away"; error: ApiError };

/** The requests that start, renew and end a session: with the cookie, without an access token. */
export type AuthWire = {
  login: (credentials: Credentials) => Promise<AccessToken>;
  secondStep: (step: SecondStep) => Promise<AccessToken>;
  passkey: (proof: PasskeyProof) => Promise<AccessToken>;
  refresh: () => Promise<Renewal>;
  logout: (all: boolean) => Promise<void>;
};

const PATIENCE = 30_000;
/** How long the token for a refresh is waited for; nothing has rotated by then, so it is no part of the window. */
const CSRF_PATIENCE = 15_000;
/** Seconds, where the server does not tell its window: a node that is older than this page. */
const USUAL_WINDOW = 30;

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The real wire. Time is the machine's, `fetch` the browser's. */
export function openWire(): AuthWire {
  const api = createClient<paths>({
    baseUrl: SERVER || location.origin,
    credentials: "include",
    fetch: (request) => globalThis.fetch(request),
  });

  async function withCsrf<T>(
    patience: number,
    send: (headers: { "X-CSRF-Token": string }, window: number) => Promise<Answer<T>>,
  ): Promise<T> {
    const attempt = async () => {
      const told = await taken(api.GET("/api/auth/csrf", { signal: AbortSignal.timeout(patience) }));
      const window: number | undefined = told.refresh_window_seconds;
      return taken(send({ "X-CSRF-Token": told.csrfToken }, window ?? USUAL_WINDOW));
    };
    try {
      return await attempt();
    } catch (error) {
      // Another tab signed in between the two requests, and the token was bound to the session before.
      if (error instanceof ApiError && error.code === "csrf_failed") return attempt();
      throw error;
    }
  }

  return {
    login: async ({ identifier, password }) => {
      const name = identifier.trim();
      const who = name.includes("@") ? { email: name } : { username: name };
      const body = { ...who, password, refresh: "cookie" as const };
      const signal = AbortSignal.timeout(PATIENCE);
      return asToken(await taken(api.POST("/api/auth/login", { body, signal })));
    },
    secondStep: async ({ mfaToken, method, code }) => {
      const body = { mfa_token: mfaToken, method, code };
      const signal = AbortSignal.timeout(PATIENCE);
      return asToken(await taken(api.POST("/api/auth/mfa/verify", { body, signal })));
    },
    passkey: async ({ ceremony_id, credential, mfaToken: mfa_token }) => {
      const body = { ceremony_id, credential: { ...credential }, refresh: "cookie" as const, mfa_token };
      const signal = AbortSignal.timeout(PATIENCE);
      return asToken(await taken(api.POST("/api/auth/webauthn/authenticate/verify", { body, signal })));
    },
    refresh: async () => {
      try {
        const answer = await withCsrf(CSRF_PATIENCE, (headers, window) => {
          const signal = AbortSignal.timeout(halfOf(window));
          return api.POST("/api/auth/refresh", { body: {}, headers, signal });
        });
        return { kind: "token", token: asToken(answer) };
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return error.status === 401 ? { kind: "over", code: error.code } : { kind: "away", error };
      }
    },
    logout: async (all) => {
      await withCsrf(PATIENCE, (headers) => {
        const signal = AbortSignal.timeout(PATIENCE);
        return api.POST("/api/auth/logout", { body: { all }, headers, signal });
      });
    },
  };
}

/** Milliseconds: an answer that comes later than half a window could put an old cookie over a newer one. */
function halfOf(window: number): number {
  return window * 500;
}

/** The data of an answer, or its problem thrown. No answer is a problem too. */
export async function taken<T>(sent: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await sent.catch((cause: unknown) => {
    if (cause instanceof ApiError) throw cause;
    throw unreachable();
  });
  if (!response.ok) throw asError(response, error);
  return data as T; // openapi-fetch types it as optional, for answers without a body
}

function asToken({ access_token, expires_in }: components["schemas"]["TokenAnswer"]): AccessToken {
  return { value: access_token, ...ownerOf(access_token), expiresAt: Date.now() + expires_in * 1000 };
}
