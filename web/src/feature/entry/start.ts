import type { Draft } from "./drafts";
import { BLANK, type Entry, pageOf, samePage } from "./page";
import type { Saving } from "./saving";

/**
 * Where saving starts from: what this device kept, if anything, and what the server has, if it could be asked. A kept
 * page whose request arrived although its answer was lost is not in conflict with itself.
 */
export function savingFrom(draft: Draft | null, entry: Entry | null): Saving {
  const settled = entry ? pageOf(entry) : BLANK;
  const base = entry ? { id: entry.id, version: entry.version } : null;
  const calm: Saving = { page: settled, base, settled, attempt: null, tries: 0, phase: { kind: "clean" } };
  if (!draft) return calm;
  const { page, attempt } = draft;
  if (entry && samePage(page, settled)) return calm;
  if (entry && attempt && samePage(attempt.page, settled))
    return { ...calm, page, phase: { kind: "waiting" } };
  const known = entry || !draft.base ? settled : null;
  return { ...calm, page, base: draft.base, settled: known, attempt, phase: { kind: "waiting" } };
}
