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
  #methods: string[] = [];
  readonly #listeners = new Set<() => void>();

  /** Whether the person is being asked. */
  readonly isAsking = (): boolean => this.#waiting.length > 0;

  /** With what they can prove who they are, as the server last said. */
  readonly methods = (): string[] => this.#methods;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Resolves when the person was asked: `true` when they proved who they are. */
  async ask(methods: string[]): Promise<boolean> {
    this.#methods = methods;
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

/** Whether the person is being asked, followed. */
export function useStepUp(): boolean {
  return useSyncExternalStore(stepUp.subscribe, stepUp.isAsking);
}
