const RETURNS = ["pointermove", "pointerdown", "focusin"] as const;
const TYPES = /^(.|Enter|Backspace|Delete|Dead|Process|Unidentified|Shift)$/u;

/** Lets what is around the page step back while somebody types, until the pointer moves or another key is pressed. */
export function stepBack(): void {
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
