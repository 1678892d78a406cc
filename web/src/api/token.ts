import { z } from "zod";

/** An access token in memory, and when it runs out by this machine's clock (milliseconds since 1970). */
export type AccessToken = { value: string; account: string; expiresAt: number };

const claims = z.object({ sub: z.string() });

/**
 * Whose token it is, read from its claims without checking them: the server does that. The page only needs to know
 * when the account behind the cookie became another one.
 */
export function accountOf(token: string): string {
  const payload = token.split(".")[1] ?? "";
  const binary = atob(payload.replaceAll("-", "+").replaceAll("_", "/"));
  const text = new TextDecoder().decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
  return claims.parse(JSON.parse(text)).sub;
}

/** Whether the token holds for a few more seconds. */
export function isFresh(token: AccessToken, now: number): boolean {
  return token.expiresAt - now > 5_000;
}
