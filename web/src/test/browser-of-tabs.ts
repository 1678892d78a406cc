import type { AuthWire, Renewal } from "@/api/auth-wire";
import { Session } from "@/api/session";
import type { TabNews, Tabs } from "@/api/tabs";
import type { AccessToken } from "@/api/token";

/** A browser with several tabs, in memory: news arrive later and in order, and the session lock holds one at a time. */
export class BrowserOfTabs {
  readonly #ears: ((news: TabNews) => void)[] = [];
  #queue: Promise<unknown> = Promise.resolve();
  #account: string | null = null;
  readonly hasLocks: boolean;
  /** How many times the server was asked to refresh. */
  refreshes = 0;
  /** What the server answers to a refresh. */
  answer: () => Promise<Renewal> = async () => ({
    kind: "token",
    token: this.token(`fresh-${this.refreshes}`),
  });

  constructor({ hasLocks = true }: { hasLocks?: boolean } = {}) {
    this.hasLocks = hasLocks;
  }

  token(value: string, account = "ada", life = 900_000): AccessToken {
    return { value, account, expiresAt: Date.now() + life };
  }

  /** A tab that is open and never answers. */
  openFrozenTab(): void {
    this.#ears.push(() => {});
  }

  openTab(): Session {
    const me = this.#ears.length;
    this.#ears.push(() => {});
    const tabs: Tabs = {
      tell: (news) => {
        this.#ears.forEach((ear, other) => {
          if (other !== me) setTimeout(() => ear(structuredClone(news)), 2);
        });
      },
      hear: (ear) => {
        this.#ears[me] = ear;
      },
      others: async () => (this.hasLocks ? this.#ears.length - 1 : null),
      alone: (work) => (this.hasLocks ? this.#one(work) : work()),
    };
    const memory = {
      recall: () => this.#account,
      remember: (account: string | null) => {
        this.#account = account;
      },
    };
    return new Session(this.#wire(), tabs, memory);
  }

  #one<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => {});
    return turn;
  }

  #wire(): AuthWire {
    return {
      login: async ({ identifier }) => this.token(`login-${identifier}`, identifier),
      secondStep: async ({ mfaToken }) => this.token(`second-${mfaToken}`),
      passkey: async () => this.token("passkey"),
      refresh: async () => {
        this.refreshes += 1;
        return this.answer();
      },
      logout: async () => {},
    };
  }
}
