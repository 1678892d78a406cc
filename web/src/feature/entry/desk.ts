import { ApiError, unreachable } from "@/api/problem";
import type { Begun, Draft } from "./drafts";
import type { Entry, Page } from "./page";
import { type Attempt, type Effect, type Event, type Saving, step } from "./saving";

/** What a desk needs from the world; tests give their own. */
export type DeskWorld = {
  send: (attempt: Attempt, begun: Begun) => Promise<Entry>;
  keep: (draft: Draft) => Promise<void>;
  forget: (account: string, slot: string) => Promise<void>;
  /** A key for a create. */
  newKey: () => string;
  /** Whether this account is the one that is signed in; nothing is sent for another. */
  isSignedIn: (account: string) => boolean;
  /** Milliseconds from the last key to the save. */
  delay: () => number;
  saved: (desk: Desk, entry: Entry) => void;
  rested: (desk: Desk) => void;
};

export type DeskStart = Pick<Draft, "account" | "slot" | "begun"> & { saving: Saving };

export type DeskView = {
  saving: Saving;
  /** Grows when the page was replaced from elsewhere, and what shows it has to start anew. */
  edition: number;
  /** Whether this browser keeps what is typed. */
  isKept: boolean;
};

/** Who types without a pause is saved after this many delays all the same. */
const LONGEST_WAIT = 10;
/** More drafts than this are not on their way to the device at once. */
const WRITES_AT_ONCE = 4;
/** Milliseconds. */
const LONGEST_SHELVING = 2_000;

/**
 * One page being written: carries out what `saving.ts` decides. It outlives the screen that shows it until the server
 * has every word, and every word is on this device before it goes to the network.
 */
export class Desk {
  readonly account: string;
  readonly slot: string;
  readonly begun: Begun;
  #view: DeskView;
  #shelf: "keep" | "forget" | null = null;
  #shelving: Promise<unknown> = Promise.resolve();
  #writes = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waitingSince: number | null = null;
  #isOver = false;
  #isExpected = false;
  #firstKey: string | null;
  readonly #watchers = new Set<() => void>();
  readonly #world: DeskWorld;

  constructor(start: DeskStart, world: DeskWorld) {
    this.account = start.account;
    this.slot = start.slot;
    this.begun = start.begun;
    this.#world = world;
    this.#view = { saving: start.saving, edition: 0, isKept: true };
    this.#firstKey = start.saving.base ? null : start.slot;
    if (start.saving.phase.kind === "waiting") this.#wait();
  }

  readonly view = (): DeskView => this.#view;

  readonly watch = (watcher: () => void): (() => void) => {
    this.#isExpected = false;
    this.#watchers.add(watcher);
    return () => {
      this.#watchers.delete(watcher);
      // React may take the same desk up again at once; only a desk that stays unwatched is put away.
      setTimeout(() => !this.isWatched() && this.saveNow());
    };
  };

  /** A screen is about to show this desk; until it does, it is not put away. */
  expect(): this {
    this.#isExpected = true;
    return this;
  }

  isWatched(): boolean {
    return this.#isExpected || this.#watchers.size > 0;
  }

  type(change: Partial<Page>): void {
    this.tell({ kind: "typed", page: { ...this.#view.saving.page, ...change } });
  }

  saveNow(): void {
    this.tell({ kind: "due" });
  }

  /** Writes the draft without waiting for its turn: the tab may be gone in a moment. */
  keepNow(): void {
    if (!this.#isOver && this.#view.saving.phase.kind !== "clean")
      void this.#world.keep(this.#draft()).catch(() => {});
  }

  tell(event: Event): void {
    if (this.#isOver) return;
    const { next, effects } = step(this.#view.saving, event, () => this.#newKey());
    const edition = this.#view.edition + (effects.some(({ kind }) => kind === "show") ? 1 : 0);
    this.#show({ ...this.#view, saving: next, edition });
    for (const effect of effects) this.#run(effect);
    const { kind } = next.phase;
    if (kind !== "waiting" && kind !== "sending") this.#world.rested(this);
  }

  /** Stops at once and leaves what is kept on this device. Resolves when that is as it should be. */
  async end(): Promise<void> {
    this.#isOver = true;
    clearTimeout(this.#timer);
    await this.#shelved();
  }

  /** Stops and forgets the page: the person threw it away. */
  async discard(): Promise<void> {
    void this.end();
    this.#store("forget");
    await this.#shelving;
  }

  /** Resolves when no request is under way and nothing waits for its turn. */
  async settled(): Promise<Saving> {
    this.saveNow();
    while (this.#view.saving.phase.kind === "sending" || this.#view.saving.phase.kind === "waiting") {
      await new Promise<void>((resolve) => {
        const stop = this.watch(() => {
          stop();
          resolve();
        });
      });
      if (this.#view.saving.phase.kind === "waiting") this.saveNow();
    }
    return this.#view.saving;
  }

  /**
   * The first create of a page that is nowhere yet goes by its slot. So two tabs that came by the same draft, which
   * happens only without Web Locks, make one entry of it.
   */
  #newKey(): string {
    const key = this.#firstKey ?? this.#world.newKey();
    this.#firstKey = null;
    return key;
  }

  #run(effect: Effect): void {
    switch (effect.kind) {
      case "keep":
      case "forget":
        this.#store(effect.kind);
        break;
      case "wait":
        this.#wait();
        break;
      case "retry":
        this.#later(effect.seconds * 1000, { kind: "back" });
        break;
      case "send":
        void this.#send(effect.attempt);
        break;
      case "saved":
        // Told once the draft says so too, so that no list shows the page twice.
        void this.#shelved().then(() => this.#world.saved(this, effect.entry));
        break;
      case "show":
        break;
    }
  }

  #wait(): void {
    const now = Date.now();
    const delay = this.#world.delay();
    this.#waitingSince ??= now;
    const left = this.#waitingSince + LONGEST_WAIT * delay - now;
    this.#later(Math.max(0, Math.min(delay, left)), { kind: "due" });
  }

  #later(ms: number, event: Event): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.tell(event), ms);
  }

  async #send(attempt: Attempt): Promise<void> {
    clearTimeout(this.#timer);
    this.#waitingSince = null;
    await this.#shelved();
    if (this.#isOver) return;
    try {
      if (!this.#world.isSignedIn(this.account)) throw new ApiError({ status: 401, code: "unauthenticated" });
      const entry = await this.#world.send(attempt, this.begun);
      this.tell({ kind: "answered", entry });
    } catch (error) {
      this.tell({ kind: "failed", error: error instanceof ApiError ? error : unreachable() });
    }
  }

  /** Resolves when this device has what it was given; a browser whose storage hangs must not hold up the network. */
  #shelved(): Promise<unknown> {
    const enough = new Promise((resolve) => setTimeout(resolve, LONGEST_SHELVING));
    return Promise.race([this.#shelving, enough]);
  }

  /** Writes at once, so that a tab that dies takes no key along; when the device is slow, the newest state only. */
  #store(what: "keep" | "forget"): void {
    this.#shelf = what;
    this.#shelving = Promise.all([this.#shelving, this.#write()]);
  }

  async #write(): Promise<void> {
    const what = this.#shelf;
    // Nothing that was kept may arrive after it was forgotten.
    if (!what || this.#writes >= (what === "keep" ? WRITES_AT_ONCE : 1)) return;
    this.#shelf = null;
    this.#writes += 1;
    const done =
      what === "keep" ? this.#world.keep(this.#draft()) : this.#world.forget(this.account, this.slot);
    const isKept = await done.then(
      () => true,
      () => what === "forget",
    );
    this.#writes -= 1;
    if (isKept !== this.#view.isKept) this.#show({ ...this.#view, isKept });
    await this.#write();
  }

  #draft(): Draft {
    const { base, page, attempt } = this.#view.saving;
    const { account, slot, begun } = this;
    return { account, slot, base, page, attempt, begun, keptAt: Date.now() };
  }

  #show(view: DeskView): void {
    this.#view = view;
    for (const watcher of this.#watchers) watcher();
  }
}
