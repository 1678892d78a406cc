import createClient from "openapi-fetch";
import { SERVER } from "./base";
import { session } from "./live-session";
import { ApiError, unreachable } from "./problem";
import type { components, paths } from "./schema";

/** How long a request may take before it counts as lost, milliseconds. */
const PATIENCE = 30_000;

/**
 * The client of everything that needs a signed-in person. A 401 is tried once more with a renewed token; when the
 * session is over the 401 comes through as an `ApiError`, and the session stands `locked`. It shows and opens nothing.
 */
export const api = createClient<paths>({ baseUrl: SERVER || location.origin, fetch: authorised });

/** The client of what anybody may ask, signed in or not. */
export const openApi = createClient<paths>({
  baseUrl: SERVER || location.origin,
  fetch: (request) => send(request, null),
});

async function authorised(request: Request): Promise<Response> {
  const token = await session.freshToken();
  if (token === null) throw withoutToken();
  const answer = await send(request.clone(), token);
  if (answer.status !== 401) return answer;
  await session.renew(token);
  const renewed = await session.freshToken();
  return renewed === null || renewed === token ? answer : send(request, renewed);
}

async function send(request: Request, token: string | null): Promise<Response> {
  if (token !== null) request.headers.set("Authorization", `Bearer ${token}`);
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(PATIENCE)]);
  return globalThis.fetch(request, { signal }).catch((cause: unknown) => {
    if (request.signal.aborted) throw cause;
    throw unreachable();
  });
}

/** Nothing is sent when it is known that it would be refused. */
function withoutToken(): ApiError {
  const standing = session.standing();
  if (standing.kind === "unknown") return standing.error ?? unreachable();
  return new ApiError({ status: 401, code: "unauthenticated" });
}

/** The server's shapes, by name. */
export type Shape<Name extends keyof components["schemas"]> = components["schemas"][Name];
