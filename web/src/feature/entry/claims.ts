/**
 * Which open desk a draft belongs to, over all tabs: a Web Lock per slot, held as long as the desk is open. Without
 * locks (plain http on a local network) every claim is granted; two desks may then work on copies of one draft, which
 * ends in a conflict that is shown, not in a loss.
 */

/** A tab that reloads lets go of its locks a moment after its next page starts. */
const PATIENCE = 600;

export type Claim = { release: () => void };

/** Claims a slot; null when another tab has it open. */
export async function claim(slot: string): Promise<Claim | null> {
  const locks: LockManager | undefined = navigator.locks;
  if (!locks) return { release: () => {} };
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(PATIENCE);
    const hold = () =>
      new Promise<void>((release) => {
        resolve({ release });
      });
    locks.request(`journal-draft-${slot}`, { signal }, hold).catch(() => resolve(null));
  });
}
