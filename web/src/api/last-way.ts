const KEY = "journal:last-way";

export type Way = "password" | "passkey";

/** How somebody last signed in in this browser; null when nobody has. It says nothing of who. */
export function lastWay(): Way | null {
  const way = localStorage.getItem(KEY);
  return way === "password" || way === "passkey" ? way : null;
}

export function rememberWay(way: Way): void {
  localStorage.setItem(KEY, way);
}
