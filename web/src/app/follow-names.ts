import { hashKey } from "@tanstack/react-query";
import { meQuery } from "@/api/me";
import { passkeysQuery } from "@/feature/passkey/api";
import { queryClient } from "./query-client";

const ME = hashKey(meQuery.queryKey);

/**
 * Authenticators show address and name beside a passkey. When these change, here or elsewhere, the list of passkeys is
 * asked for, which tells them.
 */
export function followNames(): void {
  let before: { id: string; shown: string } | null = null;
  queryClient.getQueryCache().subscribe(({ type, query }) => {
    if (type !== "updated" || query.queryHash !== ME) return;
    const me = queryClient.getQueryData(meQuery.queryKey);
    const now = me ? { id: me.id, shown: JSON.stringify([me.email, me.display_name]) } : null;
    const isOther = before !== null && before.id === now?.id && before.shown !== now.shown;
    before = now;
    if (isOther) void queryClient.prefetchQuery({ ...passkeysQuery, staleTime: 0 });
  });
}
