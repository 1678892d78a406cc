import { queryOptions } from "@tanstack/react-query";
import { taken } from "@/api/auth-wire";
import { openApi, type Shape } from "@/api/client";

export type Mail = Shape<"MailboxItem">;

export const mailsQuery = queryOptions({
  queryKey: ["mailbox"],
  queryFn: async ({ signal }) => (await taken(openApi.GET("/api/dev/mailbox", { signal }))).items,
  refetchInterval: 5_000,
});

/** Whether this server is a developer's and keeps its mails where they can be read. Asked only where it could be. */
export const hasMailboxQuery = queryOptions({
  queryKey: ["has-mailbox"],
  queryFn: async ({ signal }) =>
    (await openApi.GET("/api/dev/mailbox", { params: { query: { to: "-" } }, signal })).response.ok,
  enabled: ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});
