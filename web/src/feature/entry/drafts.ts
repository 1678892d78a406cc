import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Page } from "./page";
import type { Attempt, Base } from "./saving";

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
  /** When the writing began, RFC 3339: an entry written offline happened then, not when it was sent. */
  begunAt: string;
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
  await (await open()).put("drafts", draft);
}

export async function forgetDraft(account: string, slot: string): Promise<void> {
  await (await open()).delete("drafts", [account, slot]);
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
