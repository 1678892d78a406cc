// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { anAccessToken, problem, stubServer, tokenAnswer } from "@/test/server";
import { taken } from "./auth-wire";
import { api, openApi } from "./client";
import { session } from "./live-session";
import { stepUp } from "./step-up";

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
    const noAnswer = () => {
      throw new TypeError("no answer");
    };
    stubServer({ "GET /api/auth/me": noAnswer });
    await expect(me()).rejects.toMatchObject({ status: 0, code: "unreachable" });
  });
});

it("a request of anybody carries no token", async () => {
  await signIn();
  const server = stubServer({ "POST /api/auth/verify-email": { status: 204 } });
  await taken(openApi.POST("/api/auth/verify-email", { body: { token: "t" } }));
  expect(server.asked[0]?.headers.get("Authorization")).toBeNull();
});

describe("a request that needs a fresh sign-in", () => {
  const change = () => taken(api.POST("/api/auth/change-email", { body: { new_email: "new@example.com" } }));
  const answers = (...all: object[]) => ({ "POST /api/auth/change-email": () => all.shift() ?? {} });
  const wanted = problem(403, "reauthentication_required", { methods: ["password"] });

  it("waits until the person proved who they are, and is sent again as it was", async () => {
    await signIn();
    const server = stubServer(answers(wanted, { status: 202, body: { message: "m" } }));
    const sent = change();
    await expect.poll(() => stepUp.isAsking()).toBe(true);
    expect(server.asked).toHaveLength(1);
    stepUp.settle(true);
    expect(await sent).toEqual({ message: "m" });
    expect(server.asked.map(({ body }) => body)).toEqual([
      { new_email: "new@example.com" },
      { new_email: "new@example.com" },
    ]);
  });

  it("comes through as it was refused when the person declines", async () => {
    await signIn();
    const server = stubServer(answers(wanted));
    const sent = change();
    await expect.poll(() => stepUp.isAsking()).toBe(true);
    stepUp.settle(false);
    await expect(sent).rejects.toMatchObject({ status: 403, code: "reauthentication_required" });
    expect(server.asked).toHaveLength(1);
    expect(stepUp.isAsking()).toBe(false);
  });

  it("asks once for several requests", async () => {
    await signIn();
    stubServer(
      answers(
        wanted,
        wanted,
        { status: 202, body: { message: "a" } },
        { status: 202, body: { message: "b" } },
      ),
    );
    const asked = vi.fn();
    const stop = stepUp.subscribe(() => stepUp.isAsking() && asked());
    const sent = Promise.all([change(), change()]);
    await expect.poll(() => asked.mock.calls.length).toBe(2);
    stop();
    stepUp.settle(true);
    expect(await sent).toHaveLength(2);
  });

  it("is refused when the session ends for good meanwhile", async () => {
    await signIn();
    stubServer(answers(wanted));
    const sent = change();
    await expect.poll(() => stepUp.isAsking()).toBe(true);
    session.giveUp();
    await expect(sent).rejects.toMatchObject({ code: "reauthentication_required" });
  });

  it("any other refusal asks nothing", async () => {
    await signIn();
    stubServer(answers(problem(403, "forbidden")));
    await expect(change()).rejects.toMatchObject({ code: "forbidden" });
    expect(stepUp.isAsking()).toBe(false);
  });
});

describe("an address", () => {
  // ASVS 1.2.2
  it("holds what goes into it as one part, whatever it is made of", async () => {
    await signIn();
    const asked: string[] = [];
    vi.stubGlobal("fetch", async (request: Request) => {
      asked.push(request.url);
      return Response.json({ items: [] });
    });
    const odd = "../sessions?all=1#x/%2e%2e";
    await api.GET("/api/entries/{id}", { params: { path: { id: odd } } });
    await api.GET("/api/entries", { params: { query: { tag: "a&limit=1#b+c" } } });
    const [entry, list] = asked.map((url) => new URL(url));
    expect(entry?.pathname).toBe(`/api/entries/${encodeURIComponent(odd)}`);
    expect(entry?.search).toBe("");
    expect(list?.searchParams.get("tag")).toBe("a&limit=1#b+c");
    expect([...(list?.searchParams.keys() ?? [])]).toEqual(["tag"]);
  });
});
