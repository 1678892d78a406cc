import { useDeferredValue } from "react";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { wordsIn } from "./count-words";
import type { Desk, DeskView } from "./desk";
import { SaveState } from "./save-state";

type EntryBarProps = { desk: Desk; view: DeskView; onDelete: () => void };

/** Above the page: how it stands, and what can be done with it. */
export function EntryBar({ desk, view, onDelete }: EntryBarProps) {
  const { page, base } = view.saving;
  const content = useDeferredValue(page.content);
  return (
    <header className="sticky top-0 z-10 flex min-h-16 items-center gap-2 bg-sheet px-5 py-2 wide:px-6">
      <SaveState view={view} />
      <div className="chrome flex flex-none items-center gap-1">
        <span className="hidden pr-2 text-sm text-quiet wide:inline">{wordsIn(content)}</span>
        <Button
          look="bare"
          size="small"
          aria-pressed={page.is_favorite}
          aria-label="Favourite"
          onClick={() => desk.type({ is_favorite: !page.is_favorite })}
          className={page.is_favorite ? "text-accent" : undefined}
        >
          <Icon name="star" filled={page.is_favorite} />
        </Button>
        <Button look="bare" size="small" aria-label={base ? "Delete page" : "Throw away"} onClick={onDelete}>
          <Icon name="bin" />
        </Button>
      </div>
    </header>
  );
}
