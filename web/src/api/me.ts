import { queryOptions, useQuery } from "@tanstack/react-query";
import { taken } from "./auth-wire";
import { api, type Shape } from "./client";

export type Me = Shape<"Me">;

/** What somebody may do here, in the server's words. */
export type Scope =
  | "entries:read"
  | "entries:write"
  | "profile:read"
  | "profile:write"
  | "sessions:read"
  | "sessions:write"
  | "admin:read"
  | "admin:write";

export const meQuery = queryOptions({
  queryKey: ["account", "me"],
  queryFn: ({ signal }) => taken(api.GET("/api/auth/me", { signal })),
  staleTime: 60_000,
});

/**
 * Whether whoever is signed in may do that; undefined until the server has said so. The page hides, the server decides:
 * what touches others shows when it is true, what everybody mostly may stays until it is false.
 */
export function useMay(scope: Scope): boolean | undefined {
  return useQuery(meQuery).data?.scopes.includes(scope);
}
