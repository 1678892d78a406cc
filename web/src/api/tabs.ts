import type { AccessToken } from "./token";

/**
 * The other tabs of this browser: what they are told, and how only one acts at a time.
 *
 * Web Locks are missing over plain http on a local network. Then nothing excludes two tabs, and the server's rotation
 * rule, which gives the loser of a race the same answer, carries it.
 */
export type TabNews =
  | { kind: "ask"; from: string; stale: string | null }
  | { kind: "answer"; to: string; token: AccessToken | null }
  | { kind: "renewed"; token: AccessToken }
  | { kind: "signed-in"; token: AccessToken }
  | { kind: "over"; token: AccessToken; because: string }
  | { kind: "doubt" }
  | { kind: "signed-out"; because?: string };

export type Tabs = {
  tell: (news: TabNews) => void;
  hear: (listener: (news: TabNews) => void) => void;
  /** How many other tabs are open; null when this browser cannot tell. */
  others: () => Promise<number | null>;
  /** Runs one piece of work at a time over all tabs. */
  alone: <T>(work: () => Promise<T>) => Promise<T>;
};

const SESSION_LOCK = "journal-session";
const PRESENCE_LOCK = "journal-tab";

/** The real tabs. Every tab holds a shared lock as long as it lives, so that the others can count it. */
export function openTabs(): Tabs {
  const channel = new BroadcastChannel("journal-session");
  const locks: LockManager | undefined = navigator.locks;
  locks?.request(PRESENCE_LOCK, { mode: "shared" }, () => new Promise<never>(() => {})).catch(() => {});
  return {
    tell: (news) => channel.postMessage(news),
    hear: (listener) => {
      channel.onmessage = (event: MessageEvent<TabNews>) => listener(event.data);
    },
    others: async () => {
      if (!locks) return null;
      const { held = [] } = await locks.query();
      return Math.max(0, held.filter((lock) => lock.name === PRESENCE_LOCK).length - 1);
    },
    // The cast undoes the library's type, which forgets that a callback's promise is waited for.
    alone: async <T>(work: () => Promise<T>) =>
      locks ? ((await locks.request(SESSION_LOCK, work)) as T) : work(),
  };
}
