import { infiniteQueryOptions, useMutation } from "@tanstack/react-query";
import { taken } from "@/api/auth-wire";
import { api, type Shape } from "@/api/client";

export type WaitingMail = Shape<"WaitingMail">;

export const outboxQuery = infiniteQueryOptions({
  queryKey: ["admin", "outbox"],
  queryFn: ({ pageParam, signal }) =>
    taken(api.GET("/api/admin/outbox", { params: { query: { cursor: pageParam } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.next_cursor ?? undefined,
  staleTime: 0,
});

export function useRetryMail() {
  return useMutation({
    mutationFn: (id: string) => taken(api.POST("/api/admin/outbox/{id}/retry", { params: { path: { id } } })),
    onSettled: (_data, _error, _id, _context, { client }) => client.invalidateQueries(outboxQuery),
  });
}

export function useDiscardMail(id: string) {
  return useMutation({
    mutationFn: (reason: string) =>
      taken(api.POST("/api/admin/outbox/{id}/discard", { params: { path: { id } }, body: { reason } })),
    onSettled: (_data, _error, _reason, _context, { client }) => client.invalidateQueries(outboxQuery),
  });
}
