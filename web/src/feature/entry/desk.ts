import { ApiError, unreachable } from "@/api/problem";
import type { Draft } from "./drafts";
import type { Entry, Page } from "./page";
import { type Attempt, type Effect, type Event, type Saving, step } from "./saving";

/** What a desk needs from the world; tests give their own. */
export type DeskWorld = {
  send: (attempt: Attempt, begunAt: string) => Promise<Entry>;
  keep: (draft: Draft) => Promise<void>;
  forget: (account: string, slot: string) => Promise<void>;
  newKey: () => string;
  /** Whether this account is the one that is signed in; nothing is sent for another. */
  isSignedIn: (account: string) => boolean;
  /** Milliseconds from the last key to the save. */
  delay: () => number;
  saved: (desk: Desk, entry: Entry) => void;
  rested: (desk: Desk) => void;
};

export type DeskStart = Pick<Draft, "account" | "slot" | "begunAt"> & { saving: Saving };

export type DeskView = {
  saving: Saving;
  /** Grows when the page was replaced from elsewhere, and what shows it has to start anew. */
  edition: number;
  /** Whether this browser keeps what is typed. */
  isKept: boolean;
};

/** Who types without a pause is saved after this many delays all the same. */
const LONGEST_WAIT = 10;

/**
 * One page being written: carries out what `saving.ts` decides. It outlives the screen that shows it until the server
 * has every word, and every word is on this device before it goes to the network.
 */
export class Desk {
  readonly account: string;
  readonly slot: string;
  readonly begunAt: string;
  #view: DeskView;
  #shelf: "keep" | "forget" | null = null;
  #shelving: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waitingSince: number | null = null;
  #isOver = false;
  #isExpected = false;
  readonly #watchers = new Set<() => void>();
  readonly #world: DeskWorld;

  constructor(start: DeskStart, world: DeskWorld) {
    this.account = start.account;
    this.slot = start.slot;
    this.begunAt = start.begunAt;
    this.#world = world;
    this.#view = { saving: start.saving, edition: 0, isKept: true };
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

  tell(event: Event): void {
    if (this.#isOver) return;
    const { next, effects } = step(this.#view.saving, event, this.#world.newKey);
    const edition = this.#view.edition + (effects.some(({ kind }) => kind === "show") ? 1 : 0);
    this.#show({ ...this.#view, saving: next, edition });
    for (const effect of effects) this.#run(effect);
    const { kind } = next.phase;
    if (kind !== "waiting" && kind !== "sending") this.#world.rested(this);
  }

  /** Stops at once and leaves what is kept on this device. */
  end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  /** Stops and forgets the page: the person threw it away. */
  async discard(): Promise<void> {
    this.end();
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
        this.#world.saved(this, effect.entry);
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
    await this.#shelving;
    if (this.#isOver) return;
    try {
      if (!this.#world.isSignedIn(this.account)) throw new ApiError({ status: 401, code: "unauthenticated" });
      const entry = await this.#world.send(attempt, this.begunAt);
      this.tell({ kind: "answered", entry });
    } catch (error) {
      this.tell({ kind: "failed", error: error instanceof ApiError ? error : unreachable() });
    }
  }

  /** Writes the newest state only, however many came while the last one was being written. */
  #store(what: "keep" | "forget"): void {
    this.#shelf = what;
    this.#shelving ??= this.#work().finally(() => {
      this.#shelving = null;
    });
  }

  async #work(): Promise<void> {
    while (this.#shelf !== null) {
      const what = this.#shelf;
      this.#shelf = null;
      const done =
        what === "keep" ? this.#world.keep(this.#draft()) : this.#world.forget(this.account, this.slot);
      const isKept = await done.then(
        () => true,
        () => what === "forget",
      );
      if (isKept !== this.#view.isKept) this.#show({ ...this.#view, isKept });
    }
  }

  #draft(): Draft {
    const { base, page, attempt } = this.#view.saving;
    const { account, slot, begunAt } = this;
    return { account, slot, base, page, attempt, begunAt, keptAt: Date.now() };
  }

  #show(view: DeskView): void {
    this.#view = view;
    for (const watcher of this.#watchers) watcher();
  }
}
