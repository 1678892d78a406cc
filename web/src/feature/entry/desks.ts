import type { QueryClient } from "@tanstack/react-query";
import { newId } from "@/api/base";
import { ApiError, mayPass } from "@/api/problem";
import { entryQuery, noteDraftsChanged, noteSaved, sendAttempt } from "./api";
import { autosaveDelay } from "./autosave-delay";
import { claimDraft, claimFirst } from "./claim-draft";
import { type Claim, claim } from "./claims";
import { Desk, type DeskWorld } from "./desk";
import { draftIn, draftsOf, forgetDraft, keepDraft } from "./drafts";
import type { Entry } from "./page";
import { savingFrom } from "./start";

/** A draft that another tab has open; the page starts a fresh one. */
export class TakenElsewhere extends Error {}

export type DesksWorld = {
  client: QueryClient;
  account: () => string | null;
  /** A page that was new has an address now. */
  moved: (desk: Desk, id: string) => void;
  /** The other tabs should look whether they show this entry. */
  tellTabs: (entry: Entry) => void;
};

/**
 * Every page that is open or still has unsaved words, one desk each. A desk leaves when nobody looks at it and nothing
 * more can be done for it in this tab; what it could not save stays on this device.
 */
export class Desks {
  readonly #open = new Map<Desk, Claim>();
  /** Desks on their way, so that two who ask for one get one. */
  readonly #coming = new Map<string, Promise<Desk>>();
  #resuming: Promise<void> = Promise.resolve();
  readonly #world: DesksWorld;

  constructor(world: DesksWorld) {
    this.#world = world;
  }

  /** The desk of an entry: the one that is open, or one made of the server's entry and what is kept on this device. */
  open(account: string, id: string): Promise<Desk> {
    return this.#once(`${account} ${id}`, () => this.#openEntry(account, id));
  }

  /** The desk of a page that is not on the server yet. */
  openNew(account: string, slot: string): Promise<Desk> {
    return this.#once(`${account} ${slot}`, () => this.#openDraft(account, slot));
  }

  /** Takes up what earlier visits could not send. */
  resume(account: string): Promise<void> {
    this.#resuming = this.#resuming.then(() => this.#resume(account)).catch(() => {});
    return this.#resuming;
  }

  async #once(key: string, make: () => Promise<Desk>): Promise<Desk> {
    // What is just being taken up may be the very page that is asked for.
    await this.#resuming;
    const coming = this.#coming.get(key) ?? make().finally(() => this.#coming.delete(key));
    this.#coming.set(key, coming);
    return coming;
  }

  async #openEntry(account: string, id: string): Promise<Desk> {
    const living = this.#find((desk) => desk.account === account && desk.view().saving.base?.id === id);
    if (living) return living.expect();
    const left = await claimFirst((await draftsOf(account)).filter(({ base }) => base?.id === id));
    try {
      const entry = await this.#load(id, left !== null);
      if (left)
        return this.#put({ ...left.draft, saving: savingFrom(left.draft, entry) }, left.claim).expect();
      if (!entry) throw new ApiError({ status: 404, code: "not_found" });
      const begun = { at: entry.happened_at, zone: entry.time_zone ?? null };
      const start = { account, slot: newId(), begun, saving: savingFrom(null, entry) };
      return this.#put(start, await this.#claimNew(start.slot)).expect();
    } catch (error) {
      left?.claim.release();
      throw error;
    }
  }

  async #openDraft(account: string, slot: string): Promise<Desk> {
    const living = this.#find((desk) => desk.account === account && desk.slot === slot);
    if (living) return living.expect();
    const held = await claim(slot);
    if (!held) throw new TakenElsewhere();
    const draft = await draftIn(account, slot).catch(() => null);
    if (draft) return this.#put({ ...draft, saving: savingFrom(draft, null) }, held).expect();
    const begun = { at: new Date().toISOString(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
    return this.#put({ account, slot, begun, saving: savingFrom(null, null) }, held).expect();
  }

  async #resume(account: string): Promise<void> {
    for (const { slot } of await draftsOf(account)) {
      if (this.#find((desk) => desk.slot === slot)) continue;
      const found = await claimDraft(account, slot);
      if (found && this.#world.account() === account) {
        this.#put({ ...found.draft, saving: savingFrom(found.draft, null) }, found.claim).saveNow();
      } else {
        found?.claim.release();
      }
    }
  }

  /** Sends at once what waits. */
  saveNow(): void {
    for (const desk of this.#open.keys()) desk.saveNow();
  }

  /** The tab is being hidden, perhaps for good. */
  hide(): void {
    for (const desk of this.#open.keys()) {
      desk.keepNow();
      desk.saveNow();
    }
  }

  /** The network or the person is back. */
  back(): void {
    for (const desk of this.#open.keys()) {
      const { kind } = desk.view().saving.phase;
      if (kind === "away" || kind === "locked") desk.tell({ kind: "back" });
    }
  }

  /** Lets go of everything, because somebody else may sign in next. Drafts stay with their account. */
  endAll(): void {
    for (const desk of [...this.#open.keys()]) this.drop(desk);
  }

  drop(desk: Desk): void {
    const held = this.#open.get(desk);
    this.#open.delete(desk);
    void desk.end().then(held?.release);
  }

  /** Looks whether an open entry became a newer one elsewhere, and shows that where nothing is unsaved. */
  async lookForNewer(only?: string): Promise<void> {
    for (const desk of this.#open.keys()) {
      const id = desk.view().saving.base?.id;
      if (!id || !desk.isWatched() || (only && only !== id)) continue;
      const entry = await this.#world.client
        .fetchQuery({ ...entryQuery(id), staleTime: 0 })
        .catch(() => null);
      if (entry) desk.tell({ kind: "offered", entry });
    }
  }

  /** Whether closing the tab now would lose words that this browser refused to keep. */
  wouldLose(): boolean {
    return [...this.#open.keys()].some(
      (desk) => !desk.view().isKept && desk.view().saving.phase.kind !== "clean",
    );
  }

  /** Resolves when nothing is under way any more, so that one can leave. */
  async settled(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((desk) => desk.settled()));
  }

  isWatched(slot: string): boolean {
    return this.#find((desk) => desk.slot === slot && desk.isWatched()) !== undefined;
  }

  #find(wanted: (desk: Desk) => boolean): Desk | undefined {
    return [...this.#open.keys()].find(wanted);
  }

  #put(start: ConstructorParameters<typeof Desk>[0], held: Claim): Desk {
    const desk = new Desk(start, this.#deskWorld());
    this.#open.set(desk, held);
    return desk;
  }

  async #claimNew(slot: string): Promise<Claim> {
    return (await claim(slot)) ?? { release: () => {} };
  }

  /** The entry from the server. With a draft at hand, or a copy from before, the server may be away. */
  async #load(id: string, hasDraft: boolean): Promise<Entry | null> {
    const { client } = this.#world;
    try {
      return await client.fetchQuery({ ...entryQuery(id), staleTime: 0 });
    } catch (error) {
      const before = client.getQueryData(entryQuery(id).queryKey);
      if (mayPass(error) && before) return before;
      if (hasDraft && !(error instanceof ApiError && error.status === 401)) return null;
      throw error;
    }
  }

  #deskWorld(): DeskWorld {
    const { client } = this.#world;
    return {
      send: sendAttempt,
      keep: keepDraft,
      forget: async (account, slot) => {
        await forgetDraft(account, slot);
        noteDraftsChanged(client, account);
      },
      newKey: newId,
      isSignedIn: (account) => this.#world.account() === account,
      delay: autosaveDelay,
      saved: (desk, entry) => {
        noteDraftsChanged(client, desk.account);
        noteSaved(client, entry);
        for (const other of this.#open.keys()) other.tell({ kind: "offered", entry });
        this.#world.tellTabs(entry);
        this.#world.moved(desk, entry.id);
      },
      rested: (desk) => this.#rested(desk),
    };
  }

  #rested(desk: Desk): void {
    noteDraftsChanged(this.#world.client, desk.account);
    // A desk that waits for the network goes on trying, also when its screen is closed.
    if (!desk.isWatched() && desk.view().saving.phase.kind !== "away") this.drop(desk);
  }
}
