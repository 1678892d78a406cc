import { queryOptions, useMutation } from "@tanstack/react-query";
import { taken } from "@/api/auth-wire";
import { api, type Shape } from "@/api/client";

export type Invite = Shape<"Invite">;
/** A new invitation with its code, which nobody can ask for again. */
export type NewInvite = Shape<"Made">;
export type WantedInvite = { uses: number; expires_at: string; note: string };

export const invitesQuery = queryOptions({
  queryKey: ["admin", "invites"],
  queryFn: async ({ signal }) => (await taken(api.GET("/api/admin/invites", { signal }))).items,
  staleTime: 0,
});

export function useInvite() {
  return useMutation({
    mutationFn: (body: WantedInvite) => taken(api.POST("/api/admin/invites", { body })),
    onSuccess: (_made, _wanted, _context, { client }) => client.invalidateQueries(invitesQuery),
  });
}

export function useWithdrawInvite() {
  return useMutation({
    mutationFn: (id: string) => taken(api.DELETE("/api/admin/invites/{id}", { params: { path: { id } } })),
    onSettled: (_data, _error, _id, _context, { client }) => client.invalidateQueries(invitesQuery),
  });
}
