import { useSyncExternalStore } from "react";
import { openWire } from "./auth-wire";
import { type Memory, Session, type Standing } from "./session";
import { openTabs } from "./tabs";

const KEY = "journal:account";

const memory: Memory = {
  recall: () => localStorage.getItem(KEY),
  remember: (account) => (account ? localStorage.setItem(KEY, account) : localStorage.removeItem(KEY)),
};

/** The one session of this tab. */
export const session = new Session(openWire(), openTabs(), memory);

/** How this tab stands, followed. */
export function useStanding(): Standing {
  return useSyncExternalStore(session.subscribe, session.standing);
}

/** The account that is signed in, or whose page is still open; null at the door. */
export function accountNow(): string | null {
  const standing = session.standing();
  return standing.kind === "in" || standing.kind === "locked" ? standing.account : null;
}
