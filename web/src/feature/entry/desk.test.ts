import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError, unreachable } from "@/api/problem";
import { anEntry } from "@/test/entries";
import { Desk, type DeskWorld } from "./desk";
import type { Draft } from "./drafts";
import type { Entry } from "./page";
import type { Attempt } from "./saving";
import { savingFrom } from "./start";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function setUp(change: Partial<DeskWorld> = {}) {
  const happened: string[] = [];
  let shelf: Draft | null = null;
  let version = 1;
  const world: DeskWorld = {
    send: vi.fn(async (attempt: Attempt): Promise<Entry> => {
      happened.push(`send ${attempt.page.content}`);
      version += 1;
      return anEntry({ id: "e", version, ...attempt.page });
    }),
    keep: vi.fn(async (draft: Draft) => {
      await Promise.resolve();
      shelf = structuredClone(draft);
      happened.push(`keep ${draft.page.content}`);
    }),
    forget: vi.fn(async () => {
      shelf = null;
      happened.push("forget");
    }),
    newKey: () => "key",
    isSignedIn: () => true,
    delay: () => 800,
    saved: vi.fn(),
    rested: vi.fn(),
    ...change,
  };
  const start = { account: "ada", slot: "s", begun: { at: "2026-11-22T07:41:00Z", zone: "Europe/Zurich" } };
  const entry = anEntry({ id: "e", version: 1, title: "", content: "" });
  const desk = new Desk({ ...start, saving: savingFrom(null, entry) }, world);
  return { desk, world, happened, shelf: () => shelf, phase: () => desk.view().saving.phase.kind };
}

describe("a desk", () => {
  it("has every word on this device before it goes to the network, and forgets it afterwards", async () => {
    const { desk, happened, shelf } = setUp();
    desk.type({ content: "a" });
    await vi.advanceTimersByTimeAsync(800);
    expect(happened).toEqual(["keep a", "keep a", "send a", "forget"]);
    expect(shelf()).toBeNull();
  });

  it("waits for the delay after the last key, and not for ever", async () => {
    const { desk, world } = setUp();
    for (let keys = 0; keys < 12; keys += 1) {
      desk.type({ content: "x".repeat(keys + 1) });
      await vi.advanceTimersByTimeAsync(700);
    }
    expect(world.send).toHaveBeenCalledOnce();
  });

  it("writes every key at once, and on a slow device the newest draft only", async () => {
    const { desk, world, shelf } = setUp();
    for (const content of ["a", "ab", "abc", "abcd", "abcde", "abcdef", "abcdefg"]) desk.type({ content });
    expect(world.keep).toHaveBeenCalledTimes(4);
    await vi.advanceTimersByTimeAsync(1);
    expect(world.keep).toHaveBeenCalledTimes(5);
    expect(shelf()?.page.content).toBe("abcdefg");
  });

  it("saves at once when asked to", async () => {
    const { desk, world } = setUp();
    desk.type({ content: "a" });
    desk.saveNow();
    await vi.advanceTimersByTimeAsync(0);
    expect(world.send).toHaveBeenCalledOnce();
  });

  it("tries again by itself when nobody answered", async () => {
    const send = vi
      .fn<DeskWorld["send"]>()
      .mockRejectedValueOnce(unreachable())
      .mockResolvedValue(anEntry({ id: "e", content: "a" }));
    const { desk, phase } = setUp({ send });
    desk.type({ content: "a" });
    await vi.advanceTimersByTimeAsync(801);
    expect(phase()).toBe("away");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(send).toHaveBeenCalledTimes(2);
    expect(phase()).toBe("clean");
  });

  it("sends nothing while another account is signed in", async () => {
    const { desk, world, phase, shelf } = setUp({ isSignedIn: () => false });
    desk.type({ content: "ada's" });
    await vi.advanceTimersByTimeAsync(900);
    expect(world.send).not.toHaveBeenCalled();
    expect(phase()).toBe("locked");
    expect(shelf()?.account).toBe("ada");
  });

  it("says that this browser keeps nothing, and saves all the same", async () => {
    const { desk, world, phase } = setUp({ keep: () => Promise.reject(new Error("private window")) });
    desk.type({ content: "a" });
    await vi.advanceTimersByTimeAsync(1);
    expect(desk.view().isKept).toBe(false);
    await vi.advanceTimersByTimeAsync(800);
    expect(world.send).toHaveBeenCalledOnce();
    expect(phase()).toBe("clean");
  });

  it("saves when the last screen that shows it is closed", async () => {
    const { desk, world } = setUp({ delay: () => 600_000 });
    const stop = desk.watch(() => {});
    desk.type({ content: "a" });
    stop();
    await vi.advanceTimersByTimeAsync(1);
    expect(world.send).toHaveBeenCalledOnce();
  });

  it("is not put away when React takes it up again at once", async () => {
    const { desk, world } = setUp({ delay: () => 600_000 });
    desk.watch(() => {})();
    desk.watch(() => {});
    await vi.advanceTimersByTimeAsync(1);
    expect(world.rested).not.toHaveBeenCalled();
  });

  it("settles, whatever waits or is under way", async () => {
    const { desk } = setUp();
    desk.type({ content: "a" });
    const settled = desk.settled();
    desk.type({ content: "ab" });
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await settled).phase.kind).toBe("clean");
    expect(desk.view().saving.settled?.content).toBe("ab");
  });

  it("forgets a page that was thrown away, and hears nothing more", async () => {
    const { desk, world, shelf } = setUp();
    desk.type({ content: "a" });
    await desk.discard();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(shelf()).toBeNull();
    expect(world.send).not.toHaveBeenCalled();
  });

  it("keeps the words when a save is refused", async () => {
    const send = vi.fn(() => Promise.reject(new ApiError({ status: 413, code: "payload_too_large" })));
    const { desk, phase, shelf } = setUp({ send });
    desk.type({ content: "much" });
    await vi.advanceTimersByTimeAsync(900);
    expect(phase()).toBe("refused");
    expect(shelf()?.page.content).toBe("much");
  });
});
