import { type ApiError, mayPass } from "@/api/problem";
import { BLANK, type Entry, isBlank, type Page, pageOf, samePage } from "./page";

/**
 * The rule of saving, pure: what to do next when the person types, a request is answered, or the world changes.
 *
 * One request is in flight at most, and the latest page wins. A request whose answer was lost is sent again exactly as
 * it was (a create with its key, an update with its version), so that nothing is written twice and nobody is in
 * conflict with themselves. Before anything is sent it is kept on this device; it is forgotten there only when the
 * server has all of it.
 */

/** Where the page lives on the server; null until it was created. */
export type Base = { id: string; version: number } | null;

/** A request that was sent and whose outcome is not known. */
export type Attempt =
  | { kind: "create"; key: string; page: Page }
  | { kind: "update"; id: string; version: number; page: Page };

export type Phase =
  | { kind: "clean" }
  | { kind: "waiting" }
  | { kind: "sending" }
  | { kind: "away"; error: ApiError }
  | { kind: "locked" }
  | { kind: "conflict"; theirs: Entry }
  | { kind: "gone" }
  | { kind: "refused"; error: ApiError };

export type Saving = {
  page: Page;
  base: Base;
  /** The page as the server is known to have it; null when that could not be found out. */
  settled: Page | null;
  attempt: Attempt | null;
  /** How many tries in a row got no answer. */
  tries: number;
  phase: Phase;
};

export type Event =
  | { kind: "typed"; page: Page }
  | { kind: "due" }
  | { kind: "answered"; entry: Entry }
  | { kind: "failed"; error: ApiError }
  | { kind: "back" }
  | { kind: "chose"; which: "mine" | "theirs" | "both" }
  | { kind: "offered"; entry: Entry };

export type Effect =
  | { kind: "keep" }
  | { kind: "forget" }
  | { kind: "wait" }
  | { kind: "retry"; seconds: number }
  | { kind: "send"; attempt: Attempt }
  | { kind: "show" }
  | { kind: "saved"; entry: Entry };

export type Step = { next: Saving; effects: Effect[] };

const LONGEST_RETRY = 30;

/** One step of the rule. `newKey` makes the idempotency key of a create. */
export function step(saving: Saving, event: Event, newKey: () => string): Step {
  switch (event.kind) {
    case "typed":
      return typed({ ...saving, page: event.page });
    case "due":
      return saving.phase.kind === "locked" ? stay(saving) : send(saving, newKey);
    case "back":
      return send(saving, newKey);
    case "answered":
      return saving.attempt ? answered(saving, saving.attempt.page, event.entry) : stay(saving);
    case "failed":
      return failed(saving, event.error, newKey);
    case "chose":
      return chose(saving, event.which, newKey);
    case "offered":
      return offered(saving, event.entry);
  }
}

function typed(saving: Saving): Step {
  const { phase } = saving;
  const rests = phase.kind === "clean" || phase.kind === "waiting" || phase.kind === "refused";
  if (!rests) return { next: saving, effects: [{ kind: "keep" }] };
  if (isSettled(saving))
    return { next: { ...saving, phase: { kind: "clean" } }, effects: [{ kind: "forget" }] };
  return { next: { ...saving, phase: { kind: "waiting" } }, effects: [{ kind: "keep" }, { kind: "wait" }] };
}

function send(saving: Saving, newKey: () => string): Step {
  const { kind } = saving.phase;
  if (kind === "sending" || kind === "conflict" || kind === "gone") return stay(saving);
  if (isSettled(saving))
    return { next: { ...saving, phase: { kind: "clean" } }, effects: [{ kind: "forget" }] };
  const attempt = saving.attempt ?? newAttempt(saving, newKey);
  const phase: Phase = { kind: "sending" };
  return { next: { ...saving, attempt, phase }, effects: [{ kind: "keep" }, { kind: "send", attempt }] };
}

function newAttempt({ base, page }: Saving, newKey: () => string): Attempt {
  return base
    ? { kind: "update", id: base.id, version: base.version, page }
    : { kind: "create", key: newKey(), page };
}

function answered(saving: Saving, settled: Page, entry: Entry): Step {
  const base = { id: entry.id, version: entry.version };
  const next: Saving = { ...saving, base, settled, attempt: null, tries: 0, phase: { kind: "clean" } };
  const saved: Effect = { kind: "saved", entry };
  if (isSettled(next)) return { next, effects: [{ kind: "forget" }, saved] };
  return {
    next: { ...next, phase: { kind: "waiting" } },
    effects: [{ kind: "keep" }, saved, { kind: "wait" }],
  };
}

function failed(saving: Saving, error: ApiError, newKey: () => string): Step {
  if (error.status === 401)
    return { next: { ...saving, phase: { kind: "locked" } }, effects: [{ kind: "keep" }] };
  if (mayPass(error)) return away(saving, error);
  const current = conflicting(error);
  if (current) return conflicted(saving, current);
  const next: Saving = { ...saving, attempt: null };
  // The same page was created from another tab, with other words: these are an entry of their own.
  if (error.code === "idempotency_key_reused") return send({ ...next, phase: { kind: "waiting" } }, newKey);
  if (error.status === 404 && saving.base)
    return { next: { ...next, phase: { kind: "gone" } }, effects: [{ kind: "keep" }] };
  return { next: { ...next, phase: { kind: "refused", error } }, effects: [{ kind: "keep" }] };
}

function away(saving: Saving, error: ApiError): Step {
  const seconds = error.retryAfter ?? Math.min(LONGEST_RETRY, 2 ** saving.tries);
  const next: Saving = { ...saving, tries: saving.tries + 1, phase: { kind: "away", error } };
  return { next, effects: [{ kind: "retry", seconds }] };
}

/** A conflict with one's own lost answer, or with the very same words, is none. */
function conflicted(saving: Saving, theirs: Entry): Step {
  const sent = saving.attempt?.page;
  if (sent && samePage(sent, pageOf(theirs))) return answered(saving, sent, theirs);
  if (samePage(saving.page, pageOf(theirs))) return answered(saving, saving.page, theirs);
  const next: Saving = { ...saving, attempt: null, phase: { kind: "conflict", theirs } };
  return { next, effects: [{ kind: "keep" }] };
}

function chose(saving: Saving, which: "mine" | "theirs" | "both", newKey: () => string): Step {
  const { phase } = saving;
  const waiting: Phase = { kind: "waiting" };
  if (which === "both") {
    // My words become an entry of their own; what is on the server stays as it is.
    return send({ ...saving, base: null, settled: BLANK, attempt: null, phase: waiting }, newKey);
  }
  if (phase.kind !== "conflict") return stay(saving);
  const { theirs } = phase;
  const base = { id: theirs.id, version: theirs.version };
  if (which === "mine") return send({ ...saving, base, settled: pageOf(theirs), phase: waiting }, newKey);
  const page = pageOf(theirs);
  const next: Saving = { page, base, settled: page, attempt: null, tries: 0, phase: { kind: "clean" } };
  return { next, effects: [{ kind: "forget" }, { kind: "show" }, { kind: "saved", entry: theirs }] };
}

/** A newer version from elsewhere is taken over only when no word of one's own waits. */
function offered(saving: Saving, entry: Entry): Step {
  const { base, phase } = saving;
  const isNewer = base !== null && entry.id === base.id && entry.version > base.version;
  if (!isNewer || phase.kind !== "clean") return stay(saving);
  const page = pageOf(entry);
  const next: Saving = { ...saving, page, settled: page, base: { id: entry.id, version: entry.version } };
  return { next, effects: samePage(page, saving.page) ? [] : [{ kind: "show" }] };
}

/** Whether the server has everything, as far as is known. A new page without a word is nothing to save. */
function isSettled({ page, settled, attempt, base }: Saving): boolean {
  if (attempt !== null) return false;
  return (settled !== null && samePage(page, settled)) || (base === null && isBlank(page));
}

function conflicting(error: ApiError): Entry | null {
  const isConflict = error.status === 409 || error.status === 412;
  return isConflict && error.current ? (error.current as Entry) : null; // the server's own shape
}

function stay(next: Saving): Step {
  return { next, effects: [] };
}
