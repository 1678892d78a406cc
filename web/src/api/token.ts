import { z } from "./zod";

/** An access token in memory, and when it runs out by this machine's clock (milliseconds since 1970). */
export type AccessToken = { value: string; account: string; session?: string; expiresAt: number };

const claims = z.object({ sub: z.string(), sid: z.string().optional() });

/**
 * Whose token it is, and of which session, read from its claims without checking them: the server does that. The page
 * only needs to know when the account behind the cookie became another one, and which session it is that ended.
 */
export function ownerOf(token: string): { account: string; session?: string } {
  const payload = token.split(".")[1] ?? "";
  const binary = atob(payload.replaceAll("-", "+").replaceAll("_", "/"));
  const text = new TextDecoder().decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
  const { sub, sid } = claims.parse(JSON.parse(text));
  return { account: sub, session: sid };
}

/** Whether the token holds for a few more seconds. */
export function isFresh(token: AccessToken, now: number): boolean {
  return token.expiresAt - now > 5_000;
}

/** Whether both are of one session; a token that does not say which is alone in its own. */
export function sameSession(one: AccessToken, other: AccessToken): boolean {
  return one.session && other.session ? one.session === other.session : one.value === other.value;
}
