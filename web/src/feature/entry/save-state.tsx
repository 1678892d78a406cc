import { cx } from "@/ui/cx";
import type { DeskView } from "./desk";
import { saveWords } from "./save-words";

const DOTS = { good: "bg-good", quiet: "bg-quiet", warn: "bg-warn", bad: "bg-bad" };

/** A dot and a word; said aloud, politely, when it changes. */
export function SaveState({ view }: { view: DeskView }) {
  const { word, tone } = saveWords(view);
  return (
    <p
      role="status"
      aria-label="Save state"
      className="flex min-w-0 flex-1 items-center gap-2 text-sm text-quiet"
    >
      <span aria-hidden="true" className={cx("size-2 flex-none rounded-full", DOTS[tone])} />
      {word}
    </p>
  );
}
