import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation } from "@tanstack/react-query";
import { taken } from "@/api/auth-wire";
import { api, type Shape } from "@/api/client";

export type PersonItem = Shape<"PersonItem">;
export type Person = Shape<"Person">;
export type Standing = PersonItem["state"];
/** A role, as far as it is given and looked for here. */
export type GivenRole = Pick<Shape<"RoleItem">, "name" | "scopes">;
/** Who is looked for. */
export type Sought = { q?: string; state?: Standing; role?: string };
/** What an admin can do to somebody. */
export type ActKind =
  | "lock"
  | "unlock"
  | "end-sessions"
  | "send-reset"
  | "delete"
  | "remove-factors"
  | "remove-passkey"
  | "revoke-token"
  | "set-roles";
/** The same, with what it is done to: one of several things, or all roles that somebody shall have. */
export type Act = { kind: ActKind; id?: string; name?: string; roles?: string[] };

/** Pages without anybody that are passed over in one go, where a filter leaves out most. */
const EMPTY_PAGES = 10;

const page = (query: Sought & { cursor?: string }, signal: AbortSignal) =>
  taken(api.GET("/api/admin/people", { params: { query }, signal }));

export const peopleQuery = (sought: Sought) =>
  infiniteQueryOptions({
    queryKey: ["admin", "people", sought],
    queryFn: async ({ pageParam, signal }) => {
      let found = await page({ ...sought, cursor: pageParam }, signal);
      for (let passed = 0; passed < EMPTY_PAGES && !found.items.length && found.next_cursor; passed += 1)
        found = await page({ ...sought, cursor: found.next_cursor }, signal);
      return found;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

export const personQuery = (id: string) =>
  queryOptions({
    queryKey: ["admin", "person", id],
    queryFn: ({ signal }) => taken(api.GET("/api/admin/people/{id}", { params: { path: { id } }, signal })),
    staleTime: 0,
  });

export function useAct(id: string) {
  return useMutation({
    mutationFn: ({ act, reason }: { act: Act; reason: string }) => send(id, act, reason),
    onSettled: (_data, _error, _act, _context, { client }) =>
      client.invalidateQueries({ queryKey: ["admin"] }),
  });
}

async function send(person: string, act: Act, reason: string): Promise<void> {
  const [path, body] = [{ id: person }, { reason }];
  const params = { path };
  switch (act.kind) {
    case "lock":
      return void (await taken(api.POST("/api/admin/people/{id}/lock", { params, body })));
    case "unlock":
      return void (await taken(api.POST("/api/admin/people/{id}/unlock", { params, body })));
    case "end-sessions":
      return void (await taken(api.POST("/api/admin/people/{id}/end-sessions", { params, body })));
    case "send-reset":
      return void (await taken(api.POST("/api/admin/people/{id}/send-reset", { params, body })));
    case "delete":
      return void (await taken(api.POST("/api/admin/people/{id}/delete", { params, body })));
    case "remove-factors":
      return void (await taken(api.POST("/api/admin/people/{id}/remove-factors", { params, body })));
    case "remove-passkey": {
      const params = { path: { ...path, passkey: act.id ?? "" } };
      const at = "/api/admin/people/{id}/passkeys/{passkey}/remove";
      return void (await taken(api.POST(at, { params, body })));
    }
    case "revoke-token": {
      const params = { path: { ...path, token: act.id ?? "" } };
      const at = "/api/admin/people/{id}/tokens/{token}/revoke";
      return void (await taken(api.POST(at, { params, body })));
    }
    case "set-roles": {
      const body = { roles: act.roles ?? [], reason };
      return void (await taken(api.PUT("/api/admin/people/{id}/roles", { params, body })));
    }
  }
}
