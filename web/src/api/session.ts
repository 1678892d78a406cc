import { makeAsk } from "./ask-tabs";
import type { AuthWire, Credentials, PasskeyProof, Renewal, SecondStep } from "./auth-wire";
import type { ApiError } from "./problem";
import type { TabNews, Tabs } from "./tabs";
import { type AccessToken, isFresh, sameSession } from "./token";

/** The longest a sign-out waits for what is still being saved, milliseconds. */
const FAREWELL = 5_000;
/** How long it may take until the neighbours have heard something, milliseconds. */
const HEARING = 50;

/** How this tab stands with the server. `locked`: the session is over, but the page lives on and asks to sign in. */
export type Standing =
  | { kind: "unknown"; error?: ApiError }
  | { kind: "in"; account: string }
  | { kind: "locked"; account: string; because: string }
  | { kind: "out"; because?: string };

/** Remembers between visits that somebody was signed in here. Holds an account id, never a token. */
export type Memory = { recall: () => string | null; remember: (account: string | null) => void };

/**
 * The session of this tab: the access token in memory, one refresh in flight over all tabs, and sign-in and sign-out
 * spread to them. A refresh that got no answer changes nothing; only the server's word ends a session.
 */
export class Session {
  #standing: Standing = { kind: "unknown" };
  #token: AccessToken | null = null;
  #renewing: Promise<void> | null = null;
  /** The person is about to end everything; word of the end is nothing new then. */
  #isLeaving = false;
  /** How often it is being asked whether the session lives; meanwhile no neighbour gets a token of it. */
  #doubts = 0;
  readonly #listeners = new Set<() => void>();
  readonly #asking: ReturnType<typeof makeAsk>;
  readonly #wire: AuthWire;
  readonly #tabs: Tabs;
  readonly #memory: Memory;

  constructor(wire: AuthWire, tabs: Tabs, memory: Memory) {
    this.#wire = wire;
    this.#tabs = tabs;
    this.#memory = memory;
    this.#asking = makeAsk(tabs);
    tabs.hear((news) => this.#hear(news));
  }

  readonly standing = (): Standing => this.#standing;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Whether somebody was signed in in this browser when it was last open. */
  wasIn(): boolean {
    return this.#memory.recall() !== null;
  }

  /** Takes up the session that the cookie speaks for, once; afterwards answers how the tab stands. */
  async resume(): Promise<Standing> {
    if (this.#standing.kind === "unknown") await this.renew(null);
    return this.#standing;
  }

  /** A token that should still hold; null when there is none to be had. */
  async freshToken(): Promise<string | null> {
    if (this.#token && isFresh(this.#token, Date.now())) return this.#token.value;
    if (this.#standing.kind === "in" || this.#standing.kind === "unknown") {
      await this.renew(this.#token?.value ?? null);
    }
    return this.#token?.value ?? null;
  }

  /** Gets another token than `stale`, from a neighbouring tab or from the server. */
  async renew(stale: string | null): Promise<void> {
    if (this.#has(stale)) return;
    this.#renewing ??= this.#tabs
      .alone(() => this.#renewAlone(stale))
      .finally(() => {
        this.#renewing = null;
      });
    await this.#renewing;
  }

  /** Throws `mfa_required` when a second step has to follow. */
  signIn(credentials: Credentials): Promise<void> {
    return this.#enter(() => this.#wire.login(credentials));
  }

  secondStep(step: SecondStep): Promise<void> {
    return this.#enter(() => this.#wire.secondStep(step));
  }

  signInByPasskey(proof: PasskeyProof): Promise<void> {
    return this.#enter(() => this.#wire.passkey(proof));
  }

  /** What has to be done before a sign-out, such as saving what was written; it may take a few seconds at most. */
  beforeLeaving: () => Promise<void> = async () => {};

  /** Ends the session here, or everywhere. Throws when the server could not be told: then one is still signed in. */
  async signOut(everywhere: boolean): Promise<void> {
    await this.#settle();
    await this.#tabs.alone(() => this.#wire.logout(everywhere));
    this.#leave();
    this.#tabs.tell({ kind: "signed-out" });
  }

  /** There is word that the session ended. Asks the server, and not a neighbour, who may hold a token of it. */
  async doubt(): Promise<void> {
    this.#doubts += 1;
    const asked = this.#tabs.alone(async () => {
      // A neighbour that asked just before, or that signed out, has told by then.
      await new Promise((resolve) => setTimeout(resolve, HEARING));
      if (this.#standing.kind === "in" && !this.#isLeaving) this.#apply(await this.#wire.refresh());
    });
    await asked.finally(() => {
      this.#doubts -= 1;
    });
  }

  /** What was just done ended every session of somebody who may be signed in in this browser. */
  doubtEverywhere(): void {
    this.#tabs.tell({ kind: "doubt" });
    void this.doubt();
  }

  /** Closes the account: saves what was written, does the work, and brings every tab to the door, where `because` is told. */
  async close(work: () => Promise<unknown>, because: string): Promise<void> {
    await this.#settle();
    this.#isLeaving = true;
    try {
      await work();
      this.#leave(because);
      this.#tabs.tell({ kind: "signed-out", because });
    } finally {
      this.#isLeaving = false;
    }
  }

  /** Goes to the door without the server: the session is over already, and the person does not want a new one. */
  giveUp(): void {
    this.#leave();
  }

  async #enter(prove: () => Promise<AccessToken>): Promise<void> {
    const token = await this.#tabs.alone(prove);
    this.#take(token);
    this.#tabs.tell({ kind: "signed-in", token });
  }

  /** Resolves when everything is done that has to be before one leaves, or when that takes too long. */
  async #settle(): Promise<void> {
    const enough = new Promise<void>((resolve) => setTimeout(resolve, FAREWELL));
    await Promise.race([this.beforeLeaving(), enough]);
  }

  async #renewAlone(stale: string | null): Promise<void> {
    if (this.#has(stale) || this.#standing.kind === "out") return;
    const neighbours = await this.#asking.ask(stale);
    if (neighbours) this.#take(neighbours);
    else this.#apply(await this.#wire.refresh());
  }

  #apply(renewal: Renewal): void {
    if (renewal.kind === "token") {
      this.#take(renewal.token);
      this.#tabs.tell({ kind: "renewed", token: renewal.token });
    } else if (renewal.kind === "over") {
      if (this.#token) this.#tabs.tell({ kind: "over", token: this.#token, because: renewal.code });
      this.#lock(renewal.code);
    } else if (this.#standing.kind === "unknown") {
      this.#stand({ kind: "unknown", error: renewal.error });
    }
  }

  #has(stale: string | null): boolean {
    return this.#token !== null && this.#token.value !== stale && isFresh(this.#token, Date.now());
  }

  #hear(news: TabNews): void {
    switch (news.kind) {
      case "ask":
        this.#answer(news.from, news.stale);
        break;
      case "answer":
        this.#asking.answered(news.to, news.token);
        break;
      case "signed-in":
        this.#take(news.token);
        break;
      case "signed-out":
        this.#leave(news.because);
        break;
      case "over":
        if (this.#token && sameSession(this.#token, news.token)) this.#lock(news.because);
        break;
      case "doubt":
        void this.doubt();
        break;
      case "renewed":
        // A tab at the door stays there until somebody signs in: the news may be older than the sign-out.
        if (this.#standing.kind !== "out") this.#take(news.token);
    }
  }

  #answer(to: string, stale: string | null): void {
    const mine = this.#has(stale) && this.#doubts === 0 ? this.#token : null;
    this.#tabs.tell({ kind: "answer", to, token: mine });
  }

  #take(token: AccessToken): void {
    this.#token = token;
    this.#memory.remember(token.account);
    this.#stand({ kind: "in", account: token.account });
  }

  #lock(because: string): void {
    this.#token = null;
    const before = this.#standing;
    if (before.kind === "in") {
      this.#stand({ kind: "locked", account: before.account, because });
    } else if (before.kind === "unknown") {
      const wasIn = this.wasIn() && because !== "invalid_refresh_token";
      this.#memory.remember(null);
      this.#stand(wasIn ? { kind: "out", because } : { kind: "out" });
    }
  }

  #leave(because?: string): void {
    this.#token = null;
    this.#memory.remember(null);
    this.#stand(because ? { kind: "out", because } : { kind: "out" });
  }

  #stand(next: Standing): void {
    const before = this.#standing;
    if (next.kind === "in" && before.kind === "in" && next.account === before.account) return;
    this.#standing = next;
    for (const listener of this.#listeners) listener();
  }
}
