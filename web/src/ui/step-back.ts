/**
 * Somebody is typing: what is around the page steps back until the pointer moves or another key is pressed, and
 * nothing may take the keys away before there is a pause.
 */

const RETURNS = ["pointermove", "pointerdown", "focusin"] as const;
const TYPES = /^(.|Enter|Backspace|Delete|Dead|Process|Unidentified|Shift)$/u;
/** Milliseconds without a key that count as a pause. */
const PAUSE = 1_000;

const listeners = new Set<() => void>();
let pausing: ReturnType<typeof setTimeout> | undefined;

/** Told at every change of the text. */
export function stepBack(): void {
  hide();
  const wasPause = pausing === undefined;
  clearTimeout(pausing);
  pausing = setTimeout(() => {
    pausing = undefined;
    tell();
  }, PAUSE);
  if (wasPause) tell();
}

/** Whether keys are being typed into the text right now; for `useSyncExternalStore`. */
export const typing = {
  isOn: (): boolean => pausing !== undefined,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

function tell(): void {
  for (const listener of listeners) listener();
}

function hide(): void {
  const root = document.documentElement;
  if (root.dataset.typing !== undefined) return;
  root.dataset.typing = "";
  const come = (event: Event) => {
    if (event instanceof KeyboardEvent && TYPES.test(event.key) && !event.ctrlKey && !event.metaKey) return;
    delete root.dataset.typing;
    for (const name of [...RETURNS, "keydown"]) removeEventListener(name, come);
  };
  for (const name of [...RETURNS, "keydown"]) addEventListener(name, come);
}
