import { queryOptions, useMutation } from "@tanstack/react-query";
import { taken } from "@/api/auth-wire";
import { api, type Shape } from "@/api/client";

export type Role = Shape<"RoleItem">;

export const rolesQuery = queryOptions({
  queryKey: ["admin", "roles"],
  queryFn: async ({ signal }) => (await taken(api.GET("/api/admin/roles", { signal }))).items,
});

export function useCreateRole() {
  return useMutation({
    mutationFn: (body: { name: string; scopes: string[] }) => taken(api.POST("/api/admin/roles", { body })),
    onSettled: (_data, _error, _body, _context, { client }) => client.invalidateQueries(rolesQuery),
  });
}

export function useChangeRole() {
  return useMutation({
    mutationFn: ({ name, ...body }: { name: string; scopes: string[]; reason: string }) =>
      taken(api.PUT("/api/admin/roles/{name}", { params: { path: { name } }, body })),
    onSettled: (_data, _error, _body, _context, { client }) => client.invalidateQueries(rolesQuery),
  });
}

export function useDeleteRole() {
  return useMutation({
    mutationFn: (name: string) =>
      taken(api.DELETE("/api/admin/roles/{name}", { params: { path: { name } } })),
    onSettled: (_data, _error, _name, _context, { client }) => client.invalidateQueries(rolesQuery),
  });
}
