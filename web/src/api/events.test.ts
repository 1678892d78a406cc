import { describe, expect, it, vi } from "vitest";
import { type EventsWorld, followEvents, type News, newsOf, pauseAfter } from "./events";
import { ApiError, unreachable } from "./problem";

/** A server that answers each opening with the next of these, and then ends the test. */
function aWorld(answers: (() => Response | Promise<Response>)[]) {
  const over = new AbortController();
  const heard: News[] = [];
  const pauses: number[] = [];
  const world: EventsWorld = {
    open: async () => {
      const answer = answers.shift();
      if (!answer) over.abort();
      return answer ? answer() : Promise.reject(unreachable());
    },
    heard: (news) => heard.push(news),
    pause: async (ms) => {
      pauses.push(ms);
    },
    random: () => 1,
  };
  return { world, heard, pauses, signal: over.signal };
}

const says = (text: string) => () => new Response(text);
const fails = () => Promise.reject(unreachable());

describe("following the event stream", () => {
  it("tells what is said, and nothing of what it does not know", async () => {
    const { world, heard, signal } = aWorld([
      says(
        "event: account_changed\ndata: {}\n\nevent: brand_new\ndata: {}\n\nevent: session_ended\ndata:\n\n",
      ),
    ]);
    await followEvents(world, signal);
    expect(heard).toEqual([{ kind: "account_changed" }, { kind: "session_ended" }]);
  });

  it("is opened anew when it ends, and says that something may have been missed", async () => {
    const { world, heard, signal } = aWorld([says(": alive\n\n"), says(": alive\n\n")]);
    await followEvents(world, signal);
    expect(heard).toEqual([{ kind: "missed" }]);
  });

  it("has missed something from the start when another tab held it before", async () => {
    const { world, heard, signal } = aWorld([says(": alive\n\n")]);
    await followEvents(world, signal, true);
    expect(heard).toEqual([{ kind: "missed" }]);
  });

  it("waits longer after every failure, and starts over once the server spoke", async () => {
    const { world, pauses, signal } = aWorld([fails, fails, fails, says(": alive\n\n"), fails]);
    await followEvents(world, signal);
    expect(pauses).toEqual([2_000, 4_000, 8_000, 1_000, 2_000]);
  });

  it("a stream that closes without a word counts as a failure", async () => {
    const { world, pauses, signal } = aWorld([says(""), says("")]);
    await followEvents(world, signal);
    expect(pauses).toEqual([2_000, 4_000]);
  });

  it("waits as long as the server asks for", async () => {
    const busy = () => new Response(null, { status: 503, headers: { "retry-after": "30" } });
    const { world, pauses, signal } = aWorld([busy]);
    await followEvents(world, signal);
    expect(pauses).toEqual([30_000]);
  });

  it.each([401, 403, 404])("asks no more after %i", async (status) => {
    const never = vi.fn();
    const { world, pauses, signal } = aWorld([() => new Response(null, { status }), never]);
    await followEvents(world, signal);
    expect(never).not.toHaveBeenCalled();
    expect(pauses).toEqual([]);
  });

  it("asks no more when nobody is signed in", async () => {
    const out = () => Promise.reject(new ApiError({ status: 401, code: "unauthenticated" }));
    const { world, pauses, signal } = aWorld([out]);
    await followEvents(world, signal);
    expect(pauses).toEqual([]);
  });

  it("gives up a connection that has gone silent", async () => {
    vi.useFakeTimers();
    const { world, pauses, signal } = aWorld([]);
    let opened: AbortSignal | undefined;
    const silent = (asked: AbortSignal) => {
      opened = asked;
      const body = new ReadableStream<Uint8Array>({
        start: (stream) => asked.addEventListener("abort", () => stream.error(asked.reason)),
      });
      return Promise.resolve(new Response(body));
    };
    const first = { ...world, open: (asked: AbortSignal) => (opened ? world.open(asked) : silent(asked)) };
    const following = followEvents(first, signal);
    await vi.advanceTimersByTimeAsync(75_000);
    await following;
    expect(opened?.aborted).toBe(true);
    expect(pauses).toEqual([2_000]);
    vi.useRealTimers();
  });
});

it("the pause has an end, and no two pages need have the same", () => {
  expect(pauseAfter(40, 1)).toBe(60_000);
  expect(pauseAfter(0, 0)).toBe(500);
  expect(pauseAfter(0, 1)).toBe(1_000);
});

it("an entry is named as far as the server names it", () => {
  const told = (data: string) => newsOf({ event: "entry_changed", data });
  expect(told('{"entry_id":"e","version":3}')).toEqual([{ kind: "entry_changed", id: "e", version: 3 }]);
  expect(told('{"id":"e"}')).toEqual([{ kind: "entry_changed", id: "e", version: undefined }]);
  expect(told("not JSON")).toEqual([{ kind: "entry_changed" }]);
});
