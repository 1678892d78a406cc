import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Page } from "./page";
import type { Attempt, Base } from "./saving";

/**
 * When (RFC 3339) and where (an IANA zone) the writing began: an entry written offline happened then, not when it was
 * sent. It is kept, because a create that is repeated must be the same to the letter.
 */
export type Begun = { at: string; zone: string | null };

/**
 * Words that the server does not have yet, kept on this device. Each draft belongs to one account and is never shown
 * to another. A draft's slot is one open desk; two tabs on one entry keep two drafts, so neither writes over the other.
 */
export type Draft = {
  account: string;
  slot: string;
  base: Base;
  page: Page;
  attempt: Attempt | null;
  begun: Begun;
  /** Milliseconds since 1970. */
  keptAt: number;
};

interface Shelf extends DBSchema {
  drafts: { key: [string, string]; value: Draft; indexes: { account: string } };
}

let shelf: Promise<IDBPDatabase<Shelf>> | null = null;

function open(): Promise<IDBPDatabase<Shelf>> {
  shelf ??= openDB<Shelf>("journal", 1, {
    upgrade: (database) => {
      const drafts = database.createObjectStore("drafts", { keyPath: ["account", "slot"] });
      drafts.createIndex("account", "account");
    },
    terminated: () => {
      shelf = null;
    },
  }).catch((error: unknown) => {
    shelf = null;
    throw error;
  });
  return shelf;
}

/** Keeps a draft. Throws when this browser will not, as some do in private windows. */
export async function keepDraft(draft: Draft): Promise<void> {
  const writing = (await open()).transaction("drafts", "readwrite");
  void writing.store.put(draft);
  writing.commit(); // said at once, so that a tab that is being closed need not live to say it
  await writing.done;
}

export async function forgetDraft(account: string, slot: string): Promise<void> {
  await (await open()).delete("drafts", [account, slot]);
}

/** One draft; null when it is not there (any more). */
export async function draftIn(account: string, slot: string): Promise<Draft | null> {
  return (await (await open()).get("drafts", [account, slot])) ?? null;
}

/** An account's drafts, the newest first; none when this browser keeps nothing. */
export async function draftsOf(account: string): Promise<Draft[]> {
  try {
    const found = await (await open()).getAllFromIndex("drafts", "account", account);
    return found.sort((a, b) => b.keptAt - a.keptAt);
  } catch {
    return [];
  }
}
