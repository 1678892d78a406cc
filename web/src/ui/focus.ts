/** For `ref`: the focus goes to what just came, because its coming was asked for. */
export function focusIt(element: HTMLElement | null): void {
  element?.focus();
}

/** The same for a form: its first field that shows. */
export function focusFirst(form: HTMLElement | null): void {
  form?.querySelector<HTMLElement>("input:not([hidden]), select, textarea")?.focus();
}
