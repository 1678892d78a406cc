import { Tag } from "@/ui/tag";
import { longDate } from "./dates";
import type { Desk } from "./desk";
import type { Page } from "./page";

/** One page for those who may read here and not write. */
export function EntryReader({ page, begun }: { page: Page; begun: Desk["begun"] }) {
  return (
    <article className="min-h-full bg-sheet">
      <div className="mx-auto w-full max-w-[calc(38rem+4rem)] px-5 pt-8 pb-24 wide:px-8">
        <time dateTime={begun.at} className="text-sm text-quiet">
          {longDate({ happened_at: begun.at, time_zone: begun.zone })}
        </time>
        <h1 className="mt-2 mb-5 font-serif text-title font-[540] tracking-[-0.012em] break-words">
          {page.title || "Untitled"}
        </h1>
        <div className="font-serif text-[1.1875rem] leading-8 break-words whitespace-pre-wrap">
          {page.content}
        </div>
        <p className="mt-6 flex flex-wrap gap-2">
          {page.tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </p>
      </div>
    </article>
  );
}
