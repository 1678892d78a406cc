const KEY = "journal:last-way";
const PROVIDER = "provider:";

export type Way = "password" | "passkey" | `provider:${string}`;

/** How somebody last signed in in this browser; null when nobody has. It says nothing of who. */
export function lastWay(): Way | null {
  const way = localStorage.getItem(KEY);
  return way === "password" || way === "passkey" || isProvider(way) ? way : null;
}

/** The name of the provider that was it; null when it was none. */
export function lastProvider(): string | null {
  const way = lastWay();
  return isProvider(way) ? way.slice(PROVIDER.length) : null;
}

export function rememberWay(way: Way): void {
  localStorage.setItem(KEY, way);
}

/** Nobody came in that way after all. */
export function forgetWay(): void {
  localStorage.removeItem(KEY);
}

function isProvider(way: string | null): way is `provider:${string}` {
  return way?.startsWith(PROVIDER) ?? false;
}
