import { ApiError } from "@/api/problem";

/** A window that was opened and shows nothing yet. */
export type Opened = { go: (url: string) => void; close: () => void };

/** Leaves this page for a provider's. */
export function goThere(url: string): void {
  location.assign(onTheWeb(url));
}

/**
 * Opens a window; null when the browser did not let it open. It has to be done within the press itself. Whether it was
 * closed cannot be known later: once it shows another site it is cut off from this page.
 */
export function openWindow(): Opened | null {
  const opened = window.open("", "", "popup,width=520,height=680");
  return opened && { go: (url) => opened.location.assign(onTheWeb(url)), close: () => opened.close() };
}

/** An address of another kind could be a script, and would run as this page. */
export function onTheWeb(url: string): string {
  const { protocol, href } = URL.canParse(url) ? new URL(url) : { protocol: "", href: "" };
  if (protocol !== "https:" && protocol !== "http:") {
    throw new ApiError({ status: 0, code: "provider_unavailable" });
  }
  return href;
}
