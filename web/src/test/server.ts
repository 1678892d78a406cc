import { vi } from "vitest";

type Answer = { status?: number; body?: unknown; headers?: Record<string, string> };
type Handler = (request: Request, body: unknown) => Answer | Promise<Answer>;

/** Who is signed in unless a test says otherwise: an admin, who may do everything. */
export const ME = {
  id: "00000000-0000-7000-8000-000000000001",
  email: "root@example.com",
  roles: ["user", "admin"],
  scopes: [
    "entries:read",
    "entries:write",
    "profile:read",
    "profile:write",
    "sessions:read",
    "sessions:write",
    "admin:read",
    "admin:write",
  ],
};
const KNOWN: Record<string, Answer> = { "GET /api/auth/me": { body: ME } };

/** The server as far as one unit test needs it: answers by "METHOD /path", and what was asked. */
export function stubServer(handlers: Record<string, Handler | Answer>) {
  const asked: { route: string; body: unknown; headers: Headers }[] = [];
  const fetch = vi.fn(async (request: Request) => {
    const route = `${request.method} ${new URL(request.url).pathname}`;
    const text = await request.clone().text();
    const body: unknown = text ? JSON.parse(text) : null;
    asked.push({ route, body, headers: request.headers });
    const handler = handlers[route] ?? KNOWN[route];
    if (!handler) throw new TypeError(`nobody answers ${route}`);
    const {
      status = 200,
      body: told,
      headers,
    } = typeof handler === "function" ? await handler(request, body) : handler;
    return new Response(told === undefined ? null : JSON.stringify(told), { status, headers });
  });
  vi.stubGlobal("fetch", fetch);
  return { asked, routes: () => asked.map(({ route }) => route) };
}

/** An access token as the server makes them, as far as the page reads it. */
export function anAccessToken(account = "ada", name = "one"): string {
  const part = (claims: object) => btoa(JSON.stringify(claims)).replaceAll("=", "");
  return `${part({ alg: "none" })}.${part({ sub: account, name })}.signature`;
}

export function tokenAnswer(account = "ada", name = "one", expires_in = 900): Answer {
  return { body: { access_token: anAccessToken(account, name), token_type: "bearer", expires_in } };
}

export function problem(status: number, code: string, more: object = {}): Answer {
  return {
    status,
    body: { type: `urn:${code}`, title: code, status, detail: `${code} happened.`, code, ...more },
  };
}
