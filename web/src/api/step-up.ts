import { useSyncExternalStore } from "react";
import { session } from "./live-session";
import { asError } from "./problem";

/** The code of an answer that wants the person to prove anew who they are. */
const WANTED = "reauthentication_required";

type Settle = (isProved: boolean) => void;

/**
 * Proving anew who one is, in the middle of something: requests that need it wait here, together, while a dialog asks.
 * Whoever declines gets the refusal through, and the page goes on as it was.
 */
export class StepUp {
  #waiting: Settle[] = [];
  #methods = "";
  readonly #listeners = new Set<() => void>();

  /** Whether the person is being asked. */
  readonly isAsking = (): boolean => this.#waiting.length > 0;

  /** By what the person may prove it, as words with a space between; empty while nobody asks. */
  readonly asking = (): string => (this.#waiting.length > 0 ? this.#methods : "");

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Resolves when the person was asked: `true` when they proved who they are. */
  async ask(methods: string[]): Promise<boolean> {
    this.#methods = methods.length > 0 ? methods.join(" ") : "password";
    const answer = new Promise<boolean>((settle) => this.#waiting.push(settle));
    this.#tell();
    return answer;
  }

  /** What the person did about it. */
  settle(isProved: boolean): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const settle of waiting) settle(isProved);
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** The one of this tab. */
export const stepUp = new StepUp();

// Nobody is left to ask at the door.
session.subscribe(() => {
  if (session.standing().kind === "out") stepUp.settle(false);
});

/** With what an answer wants it, or null when it does not. Leaves the body to be read. */
export async function wantedBy(answer: Response): Promise<string[] | null> {
  if (answer.status !== 403) return null;
  const read = answer.clone().json();
  const { code, methods } = asError(answer, await read.catch(() => null));
  return code === WANTED ? methods : null;
}

/** By what the person is asked to prove it, followed; empty while they are not. */
export function useStepUp(): string[] {
  const methods = useSyncExternalStore(stepUp.subscribe, stepUp.asking);
  return methods === "" ? [] : methods.split(" ");
}
