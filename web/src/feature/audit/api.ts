import { infiniteQueryOptions, keepPreviousData, useMutation } from "@tanstack/react-query";
import { taken } from "@/api/auth-wire";
import { api, type Shape } from "@/api/client";

export type TrailEvent = Shape<"AuditEvent">;
/** What is looked for in the trail. */
export type TrailFilter = { kind?: string; actor?: string; outcome?: string; account?: string };

/** Pages without a match that are passed over in one go. */
const EMPTY_PAGES = 10;

const page = (query: TrailFilter & { cursor?: string }, signal: AbortSignal) =>
  taken(api.GET("/api/admin/audit", { params: { query }, signal }));

export const trailQuery = (filter: TrailFilter) =>
  infiniteQueryOptions({
    queryKey: ["admin", "audit", filter],
    queryFn: async ({ pageParam, signal }) => {
      let found = await page({ ...filter, cursor: pageParam }, signal);
      for (let passed = 0; passed < EMPTY_PAGES && !found.items.length && found.next_cursor; passed += 1)
        found = await page({ ...filter, cursor: found.next_cursor }, signal);
      return found;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

export function useVerifyTrail() {
  return useMutation({
    mutationFn: (anchor?: string) => taken(api.POST("/api/admin/audit/verify", { body: { anchor } })),
  });
}
