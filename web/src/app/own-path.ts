/** An address that is certainly not ours, to see whether something stays with it. */
const HERE = "https://here.invalid";

/**
 * Whether this leads to a page of this origin, as a browser reads it: it takes backslashes for slashes and passes over
 * tabs and line ends, so that the beginning alone says little.
 */
export function isOwnPath(to: string): boolean {
  return to.startsWith("/") && URL.canParse(to, HERE) && new URL(to, HERE).origin === HERE;
}
