// @vitest-environment jsdom
import { QueryClient } from "@tanstack/react-query";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { session } from "@/api/live-session";
import { anEntry } from "@/test/entries";
import { problem, stubServer, tokenAnswer } from "@/test/server";
import { Desks } from "./desks";
import { type Draft, draftsOf, forgetDraft, keepDraft } from "./drafts";

const KEPT = { title: "", content: "kept here", tags: [], is_favorite: false };
const draft = (change: Partial<Draft> = {}): Draft => ({
  account: "ada",
  slot: "slot",
  base: null,
  page: KEPT,
  attempt: null,
  begun: { at: "2026-11-22T07:41:00Z", zone: "Europe/Zurich" },
  keptAt: 1,
  ...change,
});

function setUp() {
  const world = { client: new QueryClient(), account: () => "ada", moved: vi.fn(), tellTabs: vi.fn() };
  return { desks: new Desks(world), world };
}

beforeEach(async () => {
  for (const { slot } of await draftsOf("ada")) await forgetDraft("ada", slot);
  stubServer({ "POST /api/auth/login": tokenAnswer("ada") });
  await session.signIn({ identifier: "ada", password: "p" });
});

describe("desks", () => {
  it("two who open one entry at once get one desk", async () => {
    const entry = anEntry();
    const server = stubServer({ [`GET /api/entries/${entry.id}`]: { body: entry } });
    const { desks } = setUp();
    const [one, two] = await Promise.all([desks.open("ada", entry.id), desks.open("ada", entry.id)]);
    expect(one).toBe(two);
    expect(server.asked).toHaveLength(1);
  });

  it("what this device kept is shown instead of what the server has, and sent on its version", async () => {
    const entry = anEntry({ version: 4 });
    await keepDraft(draft({ base: { id: entry.id, version: 4 } }));
    const server = stubServer({
      [`GET /api/entries/${entry.id}`]: { body: entry },
      [`PUT /api/entries/${entry.id}`]: { body: { ...entry, ...KEPT, version: 5 } },
    });
    const { desks } = setUp();
    const desk = await desks.open("ada", entry.id);
    expect(desk.view().saving.page).toEqual(KEPT);
    await desk.settled();
    expect(server.asked[1]?.body).toEqual({ ...KEPT, expected_version: 4 });
    await expect.poll(() => draftsOf("ada")).toEqual([]);
  });

  it("what this device kept opens also while the server is away", async () => {
    await keepDraft(draft({ base: { id: "e", version: 1 } }));
    stubServer({});
    const { desks } = setUp();
    expect((await desks.open("ada", "e")).view().saving.page.content).toBe("kept here");
  });

  it("a page that is somebody else's is not opened", async () => {
    stubServer({ "GET /api/entries/e": problem(403, "not_owner") });
    const { desks } = setUp();
    await expect(desks.open("ada", "e")).rejects.toMatchObject({ code: "not_owner" });
  });

  it("what earlier visits could not send is sent, once, and forgotten", async () => {
    await keepDraft(draft());
    const server = stubServer({ "POST /api/entries": { status: 201, body: anEntry({ ...KEPT }) } });
    const { desks } = setUp();
    await Promise.all([desks.resume("ada"), desks.resume("ada")]);
    await expect.poll(() => draftsOf("ada")).toEqual([]);
    expect(server.routes()).toEqual(["POST /api/entries"]);
    expect(server.asked[0]?.headers.get("Idempotency-Key")).toBe("slot");
    expect(server.asked[0]?.body).toEqual({
      ...KEPT,
      happened_at: "2026-11-22T07:41:00Z",
      time_zone: "Europe/Zurich",
    });
  });

  it("an entry that is opened while its words are being sent shows those words", async () => {
    const entry = anEntry({ version: 1 });
    await keepDraft(draft({ base: { id: entry.id, version: 1 } }));
    stubServer({
      [`GET /api/entries/${entry.id}`]: { body: entry },
      [`PUT /api/entries/${entry.id}`]: async () => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        return { body: { ...entry, ...KEPT, version: 2 } };
      },
    });
    const { desks } = setUp();
    void desks.resume("ada");
    const desk = await desks.open("ada", entry.id);
    expect(desk.view().saving.page.content).toBe("kept here");
  });

  it("a draft is never shown to another account", async () => {
    await keepDraft(draft({ base: { id: "e", version: 1 } }));
    const entry = anEntry({ id: "e" });
    stubServer({ "GET /api/entries/e": { body: entry } });
    const { desks } = setUp();
    expect((await desks.open("grace", "e")).view().saving.page.content).toBe(entry.content);
  });

  it("says when closing the tab would lose words", async () => {
    stubServer({});
    const { desks } = setUp();
    const desk = await desks.openNew("ada", "fresh");
    expect(desks.wouldLose()).toBe(false);
    vi.spyOn(IDBFactory.prototype, "open").mockImplementation(() => {
      throw new Error("not in this browser");
    });
    vi.spyOn(desk, "view").mockReturnValue({
      ...desk.view(),
      isKept: false,
      saving: { ...desk.view().saving, phase: { kind: "waiting" } },
    });
    expect(desks.wouldLose()).toBe(true);
  });
});
