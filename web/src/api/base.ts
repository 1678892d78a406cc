/** Where the server is, without a slash at the end; empty when it serves this page itself. */
export const SERVER: string = (import.meta.env.VITE_API_URL ?? "").replace(/\/+$/, "");

/** A new UUID (version 4). `crypto.randomUUID` is missing over plain http on a local network. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
