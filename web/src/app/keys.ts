import type { AnyRouter } from "@tanstack/react-router";
import { meQuery } from "@/api/me";
import { desks } from "./desks";
import { NEW_ENTRY, paths } from "./paths";
import { queryClient } from "./query-client";

/**
 * Single keys that act while no field has the focus. They can be switched off, for those whose speech or hand would
 * press them unmeant (WCAG 2.1.4).
 */
export const KEYS = [
  { keys: "n", does: "Write a new page" },
  { keys: "e", does: "Go to the entries" },
  { keys: "m", does: "Go to Me" },
  { keys: "?", does: "Show these keys" },
  { keys: "Ctrl S", does: "Save now, while writing" },
  { keys: "Enter", does: "From the title to the text" },
] as const;

const OFF = "journal:keys-off";
const listeners = new Set<() => void>();
let isShown = false;

export const keyHelp = {
  isShown: (): boolean => isShown,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  show: (shown: boolean): void => {
    isShown = shown;
    for (const listener of listeners) listener();
  },
  areOn: (): boolean => localStorage.getItem(OFF) === null,
  turn: (on: boolean): void => (on ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")),
};

/** Listens for the keys, once. */
export function followKeys(router: AnyRouter): void {
  addEventListener("keydown", (event) => {
    if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault(); // nobody wants the browser's own way of saving a page here
      desks.saveNow();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event)) return;
    if (event.key === "?") keyHelp.show(true);
    else if (keyHelp.areOn()) act(router, event);
  });
}

function act(router: AnyRouter, event: KeyboardEvent): void {
  if (
    event.key === "n" &&
    queryClient.getQueryData(meQuery.queryKey)?.scopes.includes("entries:write") !== false
  ) {
    event.preventDefault(); // the key would be typed into the title that gets the focus
    void router.navigate({ to: paths.entry, params: { entryId: NEW_ENTRY } });
  }
  if (event.key === "e") void router.navigate({ to: paths.entries });
  if (event.key === "m") void router.navigate({ to: paths.account });
}

function isTyping({ target }: KeyboardEvent): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input, textarea, select, dialog *"))
  );
}
