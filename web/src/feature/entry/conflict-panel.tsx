import { Button } from "@/ui/button";
import type { Desk } from "./desk";
import type { Entry } from "./page";

type ConflictPanelProps = { desk: Desk; theirs: Entry };

/** Two versions of one page: the other one to read, one's own below it, and what can be done. */
export function ConflictPanel({ desk, theirs }: ConflictPanelProps) {
  const choose = (which: "mine" | "theirs" | "both") => () => desk.tell({ kind: "chose", which });
  return (
    <section aria-label="Two versions" className="mb-6 rounded-lg border border-line bg-paper p-5">
      <h2 className="font-[580]">This page was changed elsewhere</h2>
      <p className="mt-1 text-sm text-quiet">Yours is below, as you left it. This is the other one:</p>
      <section
        aria-label="The other version"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by key
        tabIndex={0}
        className="mt-3 max-h-64 overflow-y-auto rounded-md border border-line bg-sheet p-4 font-serif"
      >
        <p className="font-[560]">{theirs.title || "Untitled"}</p>
        <p className="mt-2 break-words whitespace-pre-wrap">{theirs.content}</p>
      </section>
      <div className="mt-4 flex flex-wrap gap-2">
        <Button look="main" onClick={choose("both")}>
          Keep both
        </Button>
        <Button onClick={choose("mine")}>Keep mine</Button>
        <Button onClick={choose("theirs")}>Take the other</Button>
      </div>
      <p className="mt-3 text-sm text-quiet">
        Keeping both makes a new page of yours and leaves the other as it is.
      </p>
    </section>
  );
}
