import { queryOptions, useMutation } from "@tanstack/react-query";
import { taken } from "@/api/auth-wire";
import { api, type Shape } from "@/api/client";

export type SigningKey = Shape<"SigningKeyView">;
export type Setting = Shape<"ShownSetting">;

export const keysQuery = queryOptions({
  queryKey: ["admin", "keys"],
  queryFn: async ({ signal }) => (await taken(api.GET("/api/admin/keys", { signal }))).items,
  staleTime: 0,
});

export const settingsQuery = queryOptions({
  queryKey: ["admin", "settings"],
  queryFn: async ({ signal }) => (await taken(api.GET("/api/admin/settings", { signal }))).items,
  staleTime: 0,
});

export function useRotateKey() {
  return useMutation({
    mutationFn: (drop_old: boolean) => taken(api.POST("/api/admin/keys/rotate", { body: { drop_old } })),
    onSettled: (_data, _error, _drop, _context, { client }) => client.invalidateQueries(keysQuery),
  });
}
