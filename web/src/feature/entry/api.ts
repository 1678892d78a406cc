import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useMutation,
} from "@tanstack/react-query";
import { taken } from "@/api/auth-wire";
import { api, takingItsTime } from "@/api/client";
import { type Begun, draftsOf } from "./drafts";
import type { Entry, EntryItem } from "./page";
import type { Attempt } from "./saving";

type EntryList = { items: EntryItem[]; next_cursor?: string | null };

const keys = {
  list: ["entries", "list"] as const,
  one: (id: string) => ["entries", "one", id] as const,
  allDrafts: ["entries", "drafts"] as const,
  drafts: (account: string) => ["entries", "drafts", account] as const,
};

/** How many characters of an entry the list shows; the server's figure. */
const EXCERPT = 300;

export const entriesQuery = infiniteQueryOptions({
  queryKey: keys.list,
  queryFn: ({ pageParam, signal }): Promise<EntryList> =>
    taken(api.GET("/api/entries", { params: { query: { limit: 50, cursor: pageParam } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.next_cursor ?? undefined,
});

export const entryQuery = (id: string) =>
  queryOptions({
    queryKey: keys.one(id),
    queryFn: ({ signal }): Promise<Entry> =>
      taken(api.GET("/api/entries/{id}", { params: { path: { id } }, signal })),
  });

export const draftsQuery = (account: string) =>
  queryOptions({ queryKey: keys.drafts(account), queryFn: () => draftsOf(account), staleTime: 0 });

/** The whole journal as one file. */
export function useExport() {
  return useMutation({
    mutationFn: () => taken(api.GET("/api/export", { parseAs: "blob", fetch: takingItsTime })),
  });
}

/** Sends what the desk wants saved. */
export function sendAttempt(attempt: Attempt, begun: Begun): Promise<Entry> {
  if (attempt.kind === "update") {
    const body = { ...attempt.page, expected_version: attempt.version };
    return taken(api.PUT("/api/entries/{id}", { params: { path: { id: attempt.id } }, body }));
  }
  const body = { ...attempt.page, happened_at: begun.at, time_zone: begun.zone ?? undefined };
  return taken(api.POST("/api/entries", { params: { header: { "Idempotency-Key": attempt.key } }, body }));
}

/** Puts a saved entry where the screens look, without asking the server again. */
export function noteSaved(client: QueryClient, entry: Entry): void {
  client.setQueryData(keys.one(entry.id), entry);
  const { content, ...rest } = entry;
  const item: EntryItem = {
    ...rest,
    excerpt: Array.from(content.slice(0, EXCERPT * 2))
      .slice(0, EXCERPT)
      .join(""),
  };
  const known = client.getQueryData<InfiniteData<EntryList>>(keys.list);
  if (!known?.pages.some((page) => page.items.some(({ id }) => id === entry.id))) {
    void client.invalidateQueries({ queryKey: keys.list });
    return;
  }
  const swap = (page: EntryList) => ({
    ...page,
    items: page.items.map((old) => (old.id === item.id ? item : old)),
  });
  client.setQueryData(keys.list, { ...known, pages: known.pages.map(swap) });
}

/** Whether the screens have an entry in this version already, for instance because it was saved here. */
export function isKnown(client: QueryClient, id: string, version: number): boolean {
  const known = client.getQueryData(entryQuery(id).queryKey);
  return known !== undefined && known.version >= version;
}

/** Another tab saved something, and forgot its draft. */
export function noteChangedElsewhere(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: keys.list });
  void client.invalidateQueries({ queryKey: keys.allDrafts });
}

export function noteDraftsChanged(client: QueryClient, account: string): void {
  void client.invalidateQueries({ queryKey: keys.drafts(account) });
}

export function useDeleteEntry() {
  return useMutation({
    mutationFn: ({ id, version }: { id: string; version: number }) => {
      const params = { path: { id }, query: { expected_version: version } };
      return taken(api.DELETE("/api/entries/{id}", { params }));
    },
    onSuccess: async (_, { id }, _context, { client }) => {
      client.removeQueries({ queryKey: keys.one(id) });
      await client.invalidateQueries({ queryKey: keys.list });
    },
  });
}
