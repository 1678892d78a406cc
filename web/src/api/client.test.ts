import { beforeEach, describe, expect, it } from "vitest";
import { anAccessToken, problem, stubServer, tokenAnswer } from "@/test/server";
import { taken } from "./auth-wire";
import { api, openApi } from "./client";
import { session } from "./live-session";

const csrf = { body: { csrfToken: "c" } };
const me = () => taken(api.GET("/api/auth/me"));
const bearer = (name: string) => `Bearer ${anAccessToken("ada", name)}`;

beforeEach(() => session.giveUp());

async function signIn() {
  stubServer({ "POST /api/auth/login": tokenAnswer("ada", "one") });
  await session.signIn({ identifier: "ada", password: "p" });
}

describe("a request of a signed-in person", () => {
  it("carries the access token", async () => {
    await signIn();
    const server = stubServer({ "GET /api/auth/me": { body: { id: "ada" } } });
    expect(await me()).toEqual({ id: "ada" });
    expect(server.asked[0]?.headers.get("Authorization")).toBe(bearer("one"));
  });

  it("is tried once more with a renewed token after a 401, body and all", async () => {
    await signIn();
    const server = stubServer({
      "POST /api/entries": (request) =>
        request.headers.get("Authorization") === bearer("two")
          ? { status: 201, body: { id: "e" } }
          : problem(401, "unauthenticated"),
      "GET /api/auth/csrf": csrf,
      "POST /api/auth/refresh": tokenAnswer("ada", "two"),
    });
    await taken(api.POST("/api/entries", { body: { title: "t", content: "c" } }));
    expect(server.routes()).toEqual([
      "POST /api/entries",
      "GET /api/auth/csrf",
      "POST /api/auth/refresh",
      "POST /api/entries",
    ]);
    expect(server.asked[3]?.body).toEqual({ title: "t", content: "c" });
  });

  it("comes through as 401 when the session is over, and then asks nobody any more", async () => {
    await signIn();
    const server = stubServer({
      "GET /api/auth/me": problem(401, "unauthenticated"),
      "GET /api/auth/csrf": csrf,
      "POST /api/auth/refresh": problem(401, "session_revoked"),
    });
    await expect(me()).rejects.toMatchObject({ status: 401 });
    expect(session.standing()).toEqual({ kind: "locked", account: "ada", because: "session_revoked" });
    await expect(me()).rejects.toMatchObject({ status: 401 });
    expect(server.routes()).toHaveLength(3);
  });

  it("does not loop when a renewed token is refused as well", async () => {
    await signIn();
    const server = stubServer({
      "GET /api/auth/me": problem(401, "unauthenticated"),
      "GET /api/auth/csrf": csrf,
      "POST /api/auth/refresh": tokenAnswer("ada", "two"),
    });
    await expect(me()).rejects.toMatchObject({ status: 401 });
    expect(server.routes().filter((route) => route === "GET /api/auth/me")).toHaveLength(2);
  });

  it("is unreachable when no answer comes", async () => {
    await signIn();
    stubServer({});
    await expect(me()).rejects.toMatchObject({ status: 0, code: "unreachable" });
  });
});

it("a request of anybody carries no token", async () => {
  await signIn();
  const server = stubServer({ "POST /api/auth/verify-email": { status: 204 } });
  await taken(openApi.POST("/api/auth/verify-email", { body: { token: "t" } }));
  expect(server.asked[0]?.headers.get("Authorization")).toBeNull();
});
