import { Link } from "@tanstack/react-router";
import { paths } from "@/app/paths";
import { cx } from "@/ui/cx";
import { Icon } from "@/ui/icon";
import { Tag } from "@/ui/tag";
import { dayOf, weekdayOf } from "./dates";
import type { EntryItem } from "./page";

type EntryRowProps = { entry: EntryItem; isOpen: boolean; isUnsaved: boolean };

/** One entry of the list: the day, the title and how it begins. */
export function EntryRow({ entry, isOpen, isUnsaved }: EntryRowProps) {
  return (
    <li>
      <Link
        to={paths.entry}
        params={{ entryId: entry.id }}
        aria-current={isOpen ? "page" : undefined}
        className={cx(
          "mx-2 grid grid-cols-[36px_minmax(0,1fr)] gap-3 rounded-md px-4 py-3 hover:bg-sunk",
          isOpen && "bg-sunk",
        )}
      >
        <span className="text-center">
          <span className="block font-serif text-2xl leading-[1.1] font-[480]">{dayOf(entry)}</span>
          <span className="block text-[11px] text-quiet">{weekdayOf(entry)}</span>
        </span>
        <span className="min-w-0">
          <span className="flex items-center gap-2">
            <span className="truncate font-[560]">{entry.title || "Untitled"}</span>
            {entry.is_favorite && <Icon name="star" filled className="size-3.5 text-accent" />}
            {entry.is_favorite && <span className="sr-only">Favourite</span>}
          </span>
          <span className="line-clamp-2 text-sm break-words text-quiet">{entry.excerpt}</span>
          {(entry.tags.length > 0 || isUnsaved) && (
            <span className="mt-1.5 flex flex-wrap gap-1">
              {isUnsaved && <Tag look="warn">not saved yet</Tag>}
              {entry.tags.map((tag) => (
                <Tag key={tag}>{tag}</Tag>
              ))}
            </span>
          )}
        </span>
      </Link>
    </li>
  );
}
