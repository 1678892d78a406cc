import { newId } from "./base";
import type { Tabs } from "./tabs";
import type { AccessToken } from "./token";

/** The longest a tab waits for its neighbours, milliseconds. A busy one takes its time, a frozen one never answers. */
const PATIENCE = 2_000;
/** The same, where the neighbours cannot be counted. */
const BLIND_PATIENCE = 100;

type Waiting = { missing: number | null; done: (token: AccessToken | null) => void };

/**
 * Asks the other tabs whether one of them has a newer access token than `stale`, so that nobody refreshes for what a
 * neighbour already holds. Asked under the session lock, when a neighbour's own refresh is over and answered.
 */
export function makeAsk(tabs: Tabs): {
  ask: (stale: string | null) => Promise<AccessToken | null>;
  answered: (to: string, token: AccessToken | null) => void;
} {
  const waiting = new Map<string, Waiting>();
  return {
    ask: async (stale) => {
      const missing = await tabs.others();
      if (missing === 0) return null;
      const id = newId();
      const answer = new Promise<AccessToken | null>((resolve) => {
        const timer = setTimeout(() => resolve(null), missing === null ? BLIND_PATIENCE : PATIENCE);
        const done = (token: AccessToken | null) => {
          clearTimeout(timer);
          resolve(token);
        };
        waiting.set(id, { missing, done });
      });
      tabs.tell({ kind: "ask", from: id, stale });
      return answer.finally(() => waiting.delete(id));
    },
    answered: (to, token) => {
      const asker = waiting.get(to);
      if (!asker) return;
      if (asker.missing !== null) asker.missing -= 1;
      if (token || asker.missing === 0) asker.done(token);
    },
  };
}
