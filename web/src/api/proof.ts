/** How a proof ended that was given in another window: without a code it was given, with one it was refused. */
type News = { refusal?: string };
type Listener = (refusal?: string) => void;

const channel = new BroadcastChannel("journal-proof");
const listeners = new Set<Listener>();

channel.onmessage = ({ data }: MessageEvent<News>) => {
  for (const listener of listeners) listener(data.refusal);
};

/** Tells every other window of this browser how a proof ended in this one. */
export function tellProof(refusal?: string): void {
  channel.postMessage({ refusal } satisfies News);
}

/** Hears of such proofs, until what it answers is called. */
export function hearProof(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
