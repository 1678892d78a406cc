import { queryOptions, useMutation } from "@tanstack/react-query";
import { taken } from "@/api/auth-wire";
import { api, type Shape } from "@/api/client";

export type Token = Shape<"TokenItem">;
/** A token with its secret, which nobody can show a second time. */
export type Made = Shape<"MadeToken">;
export type Wanted = { name: string; scopes: string[]; expires_at?: string };

export const tokensQuery = queryOptions({
  queryKey: ["account", "tokens"],
  queryFn: async ({ signal }) => (await taken(api.GET("/api/auth/tokens", { signal }))).items,
});

export function useMakeToken() {
  return useMutation({
    mutationFn: (body: Wanted) => taken(api.POST("/api/auth/tokens", { body })),
    onSettled: (_data, _error, _body, _context, { client }) => client.invalidateQueries(tokensQuery),
  });
}

export function useRotateToken() {
  return useMutation({
    mutationFn: (id: string) =>
      taken(api.POST("/api/auth/tokens/{id}/rotate", { params: { path: { id } }, body: {} })),
    onSettled: (_data, _error, _id, _context, { client }) => client.invalidateQueries(tokensQuery),
  });
}

export function useRevokeToken() {
  return useMutation({
    mutationFn: (id: string) => taken(api.DELETE("/api/auth/tokens/{id}", { params: { path: { id } } })),
    onSettled: (_data, _error, _id, _context, { client }) => client.invalidateQueries(tokensQuery),
  });
}
