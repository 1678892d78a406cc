import { queryOptions } from "@tanstack/react-query";
import { taken } from "@/api/auth-wire";
import { openApi, type Shape } from "@/api/client";

export type Mail = Shape<"MailboxItem">;

export const mailsQuery = queryOptions({
  queryKey: ["mailbox"],
  queryFn: async ({ signal }) => (await taken(openApi.GET("/api/dev/mailbox", { signal }))).items,
  refetchInterval: 5_000,
});
