import { type QueryClient, queryOptions, useMutation } from "@tanstack/react-query";
import { taken } from "@/api/auth-wire";
import { api, openApi, type Shape } from "@/api/client";

export type Me = Shape<"Me">;
/** An address that waits to be verified, and which of its registrations, when this page began it. */
export type Pending = { email: string; registration?: string };
export type NewAccount = { email: string; password: string; username?: string };

export const meQuery = queryOptions({
  queryKey: ["account", "me"],
  queryFn: ({ signal }) => taken(api.GET("/api/auth/me", { signal })),
  staleTime: 60_000,
});

/** The account is not as it was: whatever shows of it is asked for anew. */
export function noteAccountChanged(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: meQuery.queryKey });
}

/** Whether this server is a developer's and keeps its mails where they can be read. Asked only where it could be. */
export const mailboxQuery = queryOptions({
  queryKey: ["account", "has-mailbox"],
  queryFn: async ({ signal }) =>
    (await openApi.GET("/api/dev/mailbox", { params: { query: { to: "-" } }, signal })).response.ok,
  enabled: ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});

export function useRegister() {
  return useMutation({
    mutationFn: (body: NewAccount) => taken(openApi.POST("/api/auth/register", { body })),
  });
}

export function useVerifyEmail() {
  return useMutation({
    mutationFn: (token: string) => taken(openApi.POST("/api/auth/verify-email", { body: { token } })),
  });
}

export function useResendVerification() {
  return useMutation({
    mutationFn: (body: Pending) => taken(openApi.POST("/api/auth/resend-verification", { body })),
  });
}
