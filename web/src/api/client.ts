import createClient from "openapi-fetch";
import { SERVER } from "./base";
import { session } from "./live-session";
import { ApiError, unreachable } from "./problem";
import type { components, paths } from "./schema";
import { stepUp, wantedBy } from "./step-up";

/** How long a request may take before it counts as lost, milliseconds. */
const PATIENCE = 30_000;

/**
 * The client of everything that needs a signed-in person. A 401 is tried once more with a renewed token; when the
 * session is over the 401 comes through as an `ApiError`, and the session stands `locked`. A request that needs a fresh
 * sign-in waits until the person proved who they are (`step-up.ts`), and is sent again. It shows and opens nothing.
 */
export const api = createClient<paths>({
  baseUrl: SERVER || location.origin,
  fetch: (request) => proved(request, inTime),
});

/** The client of what anybody may ask, signed in or not. */
export const openApi = createClient<paths>({
  baseUrl: SERVER || location.origin,
  fetch: (request) => send(request, null, inTime),
});

/** The event stream: an answer that goes on until `signal` ends it. */
export function openEvents(signal: AbortSignal): Promise<Response> {
  const request = new Request(`${SERVER || location.origin}/api/events`, {
    headers: { Accept: "text/event-stream" },
    cache: "no-store",
    signal,
  });
  return authorised(request, (one) => one.signal);
}

/** The `fetch` of a request whose answer may be large, and arrives as slowly as it must. */
export const takingItsTime = (request: Request) => proved(request, (one) => one.signal);

type Limit = (request: Request) => AbortSignal;

async function proved(request: Request, limit: Limit): Promise<Response> {
  const answer = await authorised(request.clone(), limit);
  const methods = await wantedBy(answer);
  if (methods === null) return answer;
  return (await stepUp.ask(methods)) ? authorised(request, limit) : answer;
}

async function authorised(request: Request, limit: Limit): Promise<Response> {
  const token = await session.freshToken();
  if (token === null) throw withoutToken();
  const answer = await send(request.clone(), token, limit);
  if (answer.status !== 401) return answer;
  await session.renew(token);
  const renewed = await session.freshToken();
  return renewed === null || renewed === token ? answer : send(request, renewed, limit);
}

async function send(request: Request, token: string | null, limit: Limit): Promise<Response> {
  if (token !== null) request.headers.set("Authorization", `Bearer ${token}`);
  return globalThis.fetch(request, { signal: limit(request) }).catch((cause: unknown) => {
    if (request.signal.aborted) throw cause;
    throw unreachable();
  });
}

function inTime(request: Request): AbortSignal {
  return AbortSignal.any([request.signal, AbortSignal.timeout(PATIENCE)]);
}

/** Nothing is sent when it is known that it would be refused. */
function withoutToken(): ApiError {
  const standing = session.standing();
  if (standing.kind === "unknown") return standing.error ?? unreachable();
  return new ApiError({ status: 401, code: "unauthenticated" });
}

/** The server's shapes, by name. */
export type Shape<Name extends keyof components["schemas"]> = components["schemas"][Name];
