import { ApiError } from "./problem";
import { type Sent, SentEvents } from "./sent-events";
import { z } from "./zod";

/** What the server tells by itself. `missed`: the stream was away for a while, so anything may have changed. */
export type News =
  | { kind: "session_ended" }
  | { kind: "account_changed" }
  | { kind: "entry_changed"; id?: string; version?: number }
  | { kind: "missed" };

/** What following needs from the world; tests give their own. */
export type EventsWorld = {
  open: (signal: AbortSignal) => Promise<Response>;
  heard: (news: News) => void;
  /** Waits that many milliseconds, or until there is reason to try at once. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Between 0 and 1. */
  random: () => number;
};

/** Milliseconds. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;
/** A stream that says nothing for so long, not even that it lives, has lost its network. */
const SILENCE = 75_000;

const entryData = z.object({
  id: z.string().optional(),
  entry_id: z.string().optional(),
  version: z.number().optional(),
});

/**
 * Keeps the event stream open until `signal` ends it: after a pause that grows, and differs from tab to tab, it is
 * opened anew with a fresh token. Ends by itself when the session is over, or when the server has no such stream.
 */
export async function followEvents(world: EventsWorld, signal: AbortSignal, isLate = false): Promise<void> {
  let failures = 0;
  let hasGap = isLate;
  while (!signal.aborted) {
    const end = await listen(world, signal, () => {
      if (hasGap) world.heard({ kind: "missed" });
      hasGap = true;
    });
    if (end.kind === "final") return;
    failures = end.kind === "heard" ? 0 : failures + 1;
    const asked = end.kind === "failed" ? (end.retryAfter ?? 0) * 1000 : 0;
    if (!signal.aborted) await world.pause(Math.max(asked, pauseAfter(failures, world.random())), signal);
  }
}

/** How long to wait after so many failures in a row. `chance` keeps a thousand pages from coming back at once. */
export function pauseAfter(failures: number, chance: number): number {
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** failures) * (0.5 + chance / 2);
}

type End = { kind: "final" } | { kind: "heard" } | { kind: "failed"; retryAfter?: number | null };

async function listen(world: EventsWorld, signal: AbortSignal, opened: () => void): Promise<End> {
  const quiet = new AbortController();
  try {
    const answer = await world.open(AbortSignal.any([signal, quiet.signal]));
    if (!answer.ok || !answer.body) return refused(answer);
    opened();
    return { kind: (await read(answer.body, world, quiet)) ? "heard" : "failed" };
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return { kind: "final" };
    return { kind: "failed" };
  }
}

/** A session that is over, or a server without events, is asked no more. */
function refused(answer: Response): End {
  const { status } = answer;
  if (status === 401 || status === 403 || status === 404 || status === 405) return { kind: "final" };
  const retryAfter = Number.parseInt(answer.headers.get("retry-after") ?? "", 10);
  return { kind: "failed", retryAfter: Number.isNaN(retryAfter) ? null : retryAfter };
}

/** Reads to the end; answers whether anything at all was said. */
async function read(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  world: EventsWorld,
  quiet: AbortController,
): Promise<boolean> {
  const events = new SentEvents();
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let watchdog = setTimeout(() => quiet.abort(), SILENCE);
  let saidAnything = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return saidAnything;
      clearTimeout(watchdog);
      watchdog = setTimeout(() => quiet.abort(), SILENCE);
      saidAnything = true;
      for (const sent of events.take(value)) newsOf(sent).forEach(world.heard);
    }
  } catch {
    return saidAnything;
  } finally {
    clearTimeout(watchdog);
  }
}

/** What a message means; nothing when it is not known here, or not whole. */
export function newsOf({ event, data }: Sent): News[] {
  if (event === "session_ended" || event === "account_changed") return [{ kind: event }];
  if (event !== "entry_changed") return [];
  const told = entryData.safeParse(parsed(data));
  if (!told.success) return [{ kind: event }];
  return [{ kind: event, id: told.data.entry_id ?? told.data.id, version: told.data.version }];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
