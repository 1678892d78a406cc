/** Credentials that this very device has answered for since the page was opened. Nothing of it outlives the page. */
const here = new Set<string>();

/** Notes what an authenticator answered: one that is built in is this device, one that is plugged in or far is not. */
export function noteHere(credential: { id: string; authenticatorAttachment?: string }): void {
  if (credential.authenticatorAttachment === "platform") here.add(credential.id);
}

/** Where a passkey is kept, in two or three words. */
export function placeOf({ synced, credential_id }: { synced: boolean; credential_id: string }): string {
  if (synced) return "synced";
  return here.has(credential_id) ? "on this device" : "on one device";
}
