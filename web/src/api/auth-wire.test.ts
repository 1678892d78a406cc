// @vitest-environment jsdom
import { describe, expect, it, vi } from "vitest";
import { problem, stubServer, tokenAnswer } from "@/test/server";
import { openWire } from "./auth-wire";

const csrf = { body: { csrfToken: "c" } };

describe("the requests of a session", () => {
  it("login sends an address as such and anything else as a username, and asks for the cookie", async () => {
    const server = stubServer({ "POST /api/auth/login": tokenAnswer() });
    await openWire().login({ identifier: " ada@example.com ", password: " p " });
    await openWire().login({ identifier: "ada", password: "p" });
    expect(server.asked.map(({ body }) => body)).toEqual([
      { email: "ada@example.com", password: " p ", refresh: "cookie" },
      { username: "ada", password: "p", refresh: "cookie" },
    ]);
  });

  it("refresh carries a CSRF token, and gives the account of the new access token", async () => {
    const server = stubServer({ "GET /api/auth/csrf": csrf, "POST /api/auth/refresh": tokenAnswer("ada") });
    const renewal = await openWire().refresh();
    expect(renewal).toMatchObject({ kind: "token", token: { account: "ada" } });
    expect(server.asked[1]?.headers.get("X-CSRF-Token")).toBe("c");
  });

  it("a CSRF token that does not fit is fetched anew, once", async () => {
    let tries = 0;
    const refused = problem(403, "csrf_failed");
    const server = stubServer({
      "GET /api/auth/csrf": csrf,
      "POST /api/auth/refresh": () => (++tries === 1 ? refused : tokenAnswer()),
    });
    expect((await openWire().refresh()).kind).toBe("token");
    expect(server.routes()).toHaveLength(4);
    stubServer({ "GET /api/auth/csrf": csrf, "POST /api/auth/refresh": refused });
    expect((await openWire().refresh()).kind).toBe("away");
  });

  it.each(["invalid_refresh_token", "session_expired", "session_revoked", "refresh_reused"])(
    "%s means that the session is over",
    async (code) => {
      stubServer({ "GET /api/auth/csrf": csrf, "POST /api/auth/refresh": problem(401, code) });
      expect(await openWire().refresh()).toEqual({ kind: "over", code });
    },
  );

  it.each([429, 500, 503])("%i means that nobody knows", async (status) => {
    stubServer({ "GET /api/auth/csrf": csrf, "POST /api/auth/refresh": problem(status, "x") });
    expect((await openWire().refresh()).kind).toBe("away");
  });

  it.each([
    [30, 15_000],
    [4, 2_000],
    [120, 60_000],
    [undefined, 15_000],
  ])("of a window of %s seconds a refresh is given %i milliseconds", async (seconds, patience) => {
    const timeout = vi.spyOn(AbortSignal, "timeout");
    const told = { body: { csrfToken: "c", refresh_window_seconds: seconds } };
    stubServer({ "GET /api/auth/csrf": told, "POST /api/auth/refresh": tokenAnswer() });
    expect((await openWire().refresh()).kind).toBe("token");
    expect(timeout).toHaveBeenLastCalledWith(patience);
    timeout.mockRestore();
  });

  it("a refresh that gets no answer in half a window is given up, and nobody knows what became of it", async () => {
    const told = { body: { csrfToken: "c", refresh_window_seconds: 1 } };
    stubServer({ "GET /api/auth/csrf": told });
    const stubbed = globalThis.fetch;
    vi.stubGlobal("fetch", (request: Request) => {
      if (!request.url.endsWith("/refresh")) return stubbed(request);
      return new Promise((_, reject) => {
        request.signal.addEventListener("abort", () => reject(request.signal.reason));
      });
    });
    const began = performance.now();
    expect(await openWire().refresh()).toMatchObject({ kind: "away", error: { code: "unreachable" } });
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it("a server that cannot be reached is not the end of a session", async () => {
    stubServer({});
    expect(await openWire().refresh()).toMatchObject({ kind: "away", error: { code: "unreachable" } });
  });
});
