import { infiniteQueryOptions, useMutation } from "@tanstack/react-query";
import { taken } from "@/api/auth-wire";
import { api, type Shape } from "@/api/client";

export type Happening = Shape<"Event">;

/** As many as the server gives at once. */
const MOST = 200;

const page = (query: { limit: number; cursor?: string }, signal?: AbortSignal) =>
  taken(api.GET("/api/auth/activity", { params: { query }, signal }));

export const activityQuery = infiniteQueryOptions({
  queryKey: ["activity"],
  queryFn: ({ pageParam, signal }) => page({ limit: 30, cursor: pageParam }, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.next_cursor ?? undefined,
  staleTime: 0,
});

/** Everything there is, asked for page by page. */
async function all(): Promise<Happening[]> {
  const items: Happening[] = [];
  let cursor: string | undefined;
  do {
    const next = await page({ limit: MOST, cursor });
    items.push(...next.items);
    cursor = next.next_cursor ?? undefined;
  } while (cursor);
  return items;
}

export function useWholeActivity() {
  return useMutation({ mutationFn: all });
}
