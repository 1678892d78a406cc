import { useInfiniteQuery } from "@tanstack/react-query";
import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { Loading } from "@/ui/loading";
import { Trouble } from "@/ui/trouble";
import { entriesQuery } from "./api";
import { byMonth } from "./by-month";
import { DraftRow } from "./draft-row";
import type { Draft } from "./drafts";
import { EntryRow } from "./entry-row";
import { NoEntries } from "./no-entries";

type EntryListProps = { openId: string | null; drafts: Draft[] };

/** Every page, the newest first, and above them what is on this device only. */
export function EntryList({ openId, drafts }: EntryListProps) {
  const entries = useInfiniteQuery(entriesQuery);
  const items = entries.data?.pages.flatMap((page) => page.items) ?? [];
  const unsaved = new Set(drafts.map(({ base }) => base?.id));
  const fresh = drafts.filter(({ base }) => base === null);
  if (entries.isPending) return <Loading lines={9} />;
  if (entries.error && !entries.data) {
    return (
      <div className="px-6">
        <Trouble words={say(entries.error)} onRetry={() => entries.refetch()} />
      </div>
    );
  }
  if (items.length === 0 && fresh.length === 0) return <NoEntries />;
  return (
    <>
      <ul>
        {fresh.map((draft) => (
          <DraftRow key={draft.slot} draft={draft} />
        ))}
      </ul>
      {byMonth(items).map((month) => (
        <section key={`${month.name} ${month.items[0]?.id}`}>
          <h2 className="px-6 pt-3 pb-2 text-xs font-[560] tracking-[0.06em] text-quiet uppercase">
            {month.name}
          </h2>
          <ul>
            {month.items.map((entry) => (
              <EntryRow
                key={entry.id}
                entry={entry}
                isOpen={entry.id === openId}
                isUnsaved={unsaved.has(entry.id)}
              />
            ))}
          </ul>
        </section>
      ))}
      {entries.hasNextPage && (
        <div className="p-4">
          <Button size="large" busy={entries.isFetchingNextPage} onClick={() => entries.fetchNextPage()}>
            Older pages
          </Button>
        </div>
      )}
    </>
  );
}
