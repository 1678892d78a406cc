import { describe, expect, it } from "vitest";
import { ApiError, unreachable } from "@/api/problem";
import { anEntry } from "@/test/entries";
import type { Entry, Page } from "./page";
import { type Event, type Saving, step } from "./saving";
import { savingFrom } from "./start";

/** Drives the rule and remembers what it asked for. */
function writing(start: Saving) {
  let saving = start;
  let keys = 0;
  let asked: string[] = [];
  const tell = (event: Event) => {
    const { next, effects } = step(saving, event, () => `key-${++keys}`);
    saving = next;
    asked = effects.map(({ kind }) => kind);
    return asked;
  };
  return {
    tell,
    type: (change: Partial<Page>) => tell({ kind: "typed", page: { ...saving.page, ...change } }),
    answer: (entry: Entry) => tell({ kind: "answered", entry }),
    fail: (error: ApiError) => tell({ kind: "failed", error }),
    now: () => saving,
    phase: () => saving.phase.kind,
  };
}

const onServer = (change: Partial<Entry> = {}) => anEntry({ id: "e", version: 3, ...change });
const open = (entry = onServer()) => writing(savingFrom(null, entry));
const conflict = (current: Entry) => new ApiError({ status: 409, code: "version_conflict", current });

describe("saving", () => {
  it("keeps on the device first, then waits, then sends", () => {
    const desk = open();
    expect(desk.type({ content: "We walked far." })).toEqual(["keep", "wait"]);
    expect(desk.tell({ kind: "due" })).toEqual(["keep", "send"]);
    expect(desk.now().attempt).toMatchObject({
      kind: "update",
      id: "e",
      version: 3,
      page: { content: "We walked far." },
    });
  });

  it("forgets on the device what the server has whole", () => {
    const desk = open();
    desk.type({ content: "x" });
    desk.tell({ kind: "due" });
    expect(desk.answer(onServer({ content: "x", version: 4 }))).toEqual(["forget", "saved"]);
    expect(desk.phase()).toBe("clean");
    expect(desk.now().base).toEqual({ id: "e", version: 4 });
  });

  it("has one request in flight, and sends the latest page after it", () => {
    const desk = open();
    desk.type({ content: "a" });
    desk.tell({ kind: "due" });
    expect(desk.type({ content: "ab" })).toEqual(["keep"]);
    expect(desk.tell({ kind: "due" })).toEqual([]);
    expect(desk.answer(onServer({ content: "a", version: 4 }))).toEqual(["keep", "saved", "wait"]);
    desk.tell({ kind: "due" });
    expect(desk.now().attempt).toMatchObject({ version: 4, page: { content: "ab" } });
  });

  it("sends nothing when the person took the change back", () => {
    const desk = open();
    desk.type({ content: "x" });
    expect(desk.type({ content: "We walked." })).toEqual(["forget"]);
    expect(desk.phase()).toBe("clean");
  });

  it("sends nothing for a new page without a word", () => {
    const desk = writing(savingFrom(null, null));
    desk.type({ tags: ["walks"] });
    expect(desk.tell({ kind: "due" })).toEqual(["forget"]);
  });

  it("saves a page that was emptied", () => {
    const desk = open();
    desk.type({ title: "", content: "" });
    expect(desk.tell({ kind: "due" })).toEqual(["keep", "send"]);
  });
});

describe("creating", () => {
  it("repeats a create whose answer was lost with the same key and the same words, then sends the rest", () => {
    const desk = writing(savingFrom(null, null));
    desk.type({ content: "a" });
    desk.tell({ kind: "due" });
    desk.fail(unreachable());
    desk.type({ content: "ab" });
    desk.tell({ kind: "back" });
    expect(desk.now().attempt).toEqual({
      kind: "create",
      key: "key-1",
      page: { title: "", content: "a", tags: [], is_favorite: false },
    });
    desk.answer(anEntry({ id: "new", version: 1, title: "", content: "a" }));
    desk.tell({ kind: "due" });
    expect(desk.now().attempt).toMatchObject({
      kind: "update",
      id: "new",
      version: 1,
      page: { content: "ab" },
    });
  });

  it("takes a new key after a refusal, because the next words are another request", () => {
    const desk = writing(savingFrom(null, null));
    desk.type({ title: "x".repeat(301), content: "a" });
    desk.tell({ kind: "due" });
    desk.fail(new ApiError({ status: 422, code: "validation_failed" }));
    expect(desk.phase()).toBe("refused");
    expect(desk.type({ title: "x" })).toEqual(["keep", "wait"]);
    desk.tell({ kind: "due" });
    expect(desk.now().attempt).toMatchObject({ key: "key-2" });
  });
});

it("a page that another tab created with other words becomes an entry of its own", () => {
  const desk = writing(savingFrom(null, null));
  desk.type({ content: "a" });
  desk.tell({ kind: "due" });
  expect(desk.fail(new ApiError({ status: 422, code: "idempotency_key_reused" }))).toEqual(["keep", "send"]);
  expect(desk.now().attempt).toMatchObject({ kind: "create", key: "key-2", page: { content: "a" } });
});

describe("when nobody answers", () => {
  it("tries again after 1, 2, 4 … 30 seconds, or when the server says", () => {
    const desk = open();
    desk.type({ content: "x" });
    desk.tell({ kind: "due" });
    const waits = Array.from({ length: 7 }, () => {
      const { next, effects } = step(desk.now(), { kind: "failed", error: unreachable() }, () => "k");
      desk.fail(unreachable());
      desk.tell({ kind: "back" });
      expect(next.phase.kind).toBe("away");
      return effects.find((effect) => effect.kind === "retry")?.seconds;
    });
    expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30]);
    const busy = new ApiError({ status: 503, code: "unavailable", retryAfter: 7 });
    expect(step(desk.now(), { kind: "failed", error: busy }, () => "k").effects).toEqual([
      { kind: "retry", seconds: 7 },
    ]);
  });

  it("keeps what is typed meanwhile and does not lose count of it", () => {
    const desk = open();
    desk.type({ content: "x" });
    desk.tell({ kind: "due" });
    desk.fail(unreachable());
    expect(desk.type({ content: "xy" })).toEqual(["keep"]);
    expect(desk.phase()).toBe("away");
    expect(desk.tell({ kind: "back" })).toEqual(["keep", "send"]);
  });

  it("waits behind the sign-in and replays the save afterwards", () => {
    const desk = open();
    desk.type({ content: "x" });
    desk.tell({ kind: "due" });
    desk.fail(new ApiError({ status: 401, code: "unauthenticated" }));
    expect(desk.phase()).toBe("locked");
    expect(desk.tell({ kind: "due" })).toEqual([]);
    expect(desk.tell({ kind: "back" })).toEqual(["keep", "send"]);
    expect(desk.now().attempt).toMatchObject({ page: { content: "x" }, version: 3 });
  });
});

describe("a conflict", () => {
  const mine = () => {
    const desk = open();
    desk.type({ content: "mine" });
    desk.tell({ kind: "due" });
    return desk;
  };

  it("with somebody else's words is shown, and nothing is sent until the person chose", () => {
    const desk = mine();
    desk.fail(conflict(onServer({ content: "theirs", version: 4 })));
    expect(desk.phase()).toBe("conflict");
    expect(desk.tell({ kind: "due" })).toEqual([]);
    expect(desk.type({ content: "mine and more" })).toEqual(["keep"]);
    expect(desk.phase()).toBe("conflict");
  });

  it("with one's own lost answer is none", () => {
    const desk = mine();
    desk.fail(unreachable());
    desk.type({ content: "mine and more" });
    desk.tell({ kind: "back" });
    desk.fail(conflict(onServer({ content: "mine", version: 4 })));
    expect(desk.phase()).toBe("waiting");
    desk.tell({ kind: "due" });
    expect(desk.now().attempt).toMatchObject({ version: 4, page: { content: "mine and more" } });
  });

  it("with the very same words is none", () => {
    const desk = mine();
    desk.type({ content: "same" });
    desk.fail(conflict(onServer({ content: "same", version: 4 })));
    expect(desk.phase()).toBe("clean");
  });

  it("mine: goes over theirs, in full knowledge of its version", () => {
    const desk = mine();
    desk.fail(conflict(onServer({ content: "theirs", version: 9 })));
    expect(desk.tell({ kind: "chose", which: "mine" })).toEqual(["keep", "send"]);
    expect(desk.now().attempt).toMatchObject({ version: 9, page: { content: "mine" } });
  });

  it("theirs: shows theirs and forgets mine", () => {
    const desk = mine();
    desk.fail(conflict(onServer({ content: "theirs", version: 9 })));
    expect(desk.tell({ kind: "chose", which: "theirs" })).toEqual(["forget", "show", "saved"]);
    expect(desk.now().page.content).toBe("theirs");
    expect(desk.now().base).toEqual({ id: "e", version: 9 });
  });

  it("both: mine becomes an entry of its own", () => {
    const desk = mine();
    desk.fail(conflict(onServer({ content: "theirs", version: 9 })));
    expect(desk.tell({ kind: "chose", which: "both" })).toEqual(["keep", "send"]);
    expect(desk.now().attempt).toMatchObject({ kind: "create", page: { content: "mine" } });
    expect(desk.now().base).toBeNull();
  });

  it("with a deletion keeps the words and offers a new entry", () => {
    const desk = mine();
    desk.fail(new ApiError({ status: 404, code: "not_found" }));
    expect(desk.phase()).toBe("gone");
    desk.tell({ kind: "chose", which: "both" });
    expect(desk.now().attempt).toMatchObject({ kind: "create", page: { content: "mine" } });
  });
});

describe("a newer version from elsewhere", () => {
  it("is taken over when nothing is unsaved", () => {
    const desk = open();
    expect(desk.tell({ kind: "offered", entry: onServer({ content: "newer", version: 5 }) })).toEqual([
      "show",
    ]);
    expect(desk.now().page.content).toBe("newer");
  });

  it("is left alone while words of one's own wait", () => {
    const desk = open();
    desk.type({ content: "mine" });
    expect(desk.tell({ kind: "offered", entry: onServer({ content: "newer", version: 5 }) })).toEqual([]);
    expect(desk.now().page.content).toBe("mine");
  });

  it("is not taken for new when it is an older answer", () => {
    const desk = open();
    expect(desk.tell({ kind: "offered", entry: onServer({ content: "older", version: 2 }) })).toEqual([]);
  });
});

describe("what this device kept", () => {
  const kept = {
    account: "a",
    slot: "s",
    begun: { at: "2026-11-22T07:41:00Z", zone: "Europe/Zurich" },
    keptAt: 0,
    attempt: null,
  };
  const page = { title: "", content: "kept", tags: [], is_favorite: false };

  it("is sent with the version it was written on", () => {
    const desk = writing(
      savingFrom({ ...kept, base: { id: "e", version: 2 }, page }, onServer({ version: 3 })),
    );
    desk.tell({ kind: "due" });
    expect(desk.now().attempt).toMatchObject({ version: 2, page: { content: "kept" } });
  });

  it("is settled when the server has the very same", () => {
    const entry = onServer({ title: "", content: "kept", version: 7 });
    expect(savingFrom({ ...kept, base: { id: "e", version: 2 }, page }, entry).phase.kind).toBe("clean");
  });

  it("goes on from a request that arrived although its answer was lost", () => {
    const attempt = { kind: "update" as const, id: "e", version: 2, page: { ...page, content: "sent" } };
    const entry = onServer({ title: "", content: "sent", version: 3 });
    const saving = savingFrom({ ...kept, base: { id: "e", version: 2 }, page, attempt }, entry);
    expect(saving.base).toEqual({ id: "e", version: 3 });
    expect(saving.phase.kind).toBe("waiting");
  });

  it("is sent also when it is an emptied page and the server is away", () => {
    const empty = { title: "", content: "", tags: [], is_favorite: false };
    const desk = writing(savingFrom({ ...kept, base: { id: "e", version: 2 }, page: empty }, null));
    expect(desk.tell({ kind: "due" })).toEqual(["keep", "send"]);
  });
});
