const KEY = "journal:autosave-delay";
const DEFAULT = 800;

/**
 * Milliseconds from the last key to the save. `localStorage["journal:autosave-delay"]` sets another delay, so that a
 * test need not wait and can also hold a save back for as long as it likes.
 */
export function autosaveDelay(): number {
  const set = Number.parseInt(localStorage.getItem(KEY) ?? "", 10);
  return Number.isFinite(set) && set >= 0 ? set : DEFAULT;
}
