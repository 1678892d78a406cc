import { type QueryClient, queryOptions, useMutation } from "@tanstack/react-query";
import { taken } from "@/api/auth-wire";
import { api, openApi } from "@/api/client";
import { session } from "@/api/live-session";
import { meQuery } from "@/api/me";

/** An address that waits to be verified, and which of its registrations, when this page began it. */
export type Pending = { email: string; registration?: string };
export type NewAccount = { email: string; password: string; username?: string; invite_code?: string };
export type ProfileChange = Partial<
  Record<"username" | "display_name" | "time_zone" | "locale", string | null>
>;

/** Profile, roles, devices or ways in are not as they were: whatever shows of them is asked for anew. */
export function noteAccountChanged(client: QueryClient): void {
  void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "entries" });
}

/** Who may register here; null when the server does not tell. Nothing that changes while somebody types. */
export const registrationQuery = queryOptions({
  queryKey: ["account", "registration"],
  queryFn: async ({ signal }) => {
    const { data } = await openApi.GET("/api/auth/registration", { signal });
    return data?.registration ?? null;
  },
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});

export function useRegister() {
  return useMutation({
    mutationFn: (body: NewAccount) => taken(openApi.POST("/api/auth/register", { body })),
  });
}

export function useSetUp() {
  return useMutation({
    mutationFn: (body: { token: string; email: string; password: string }) =>
      taken(openApi.POST("/api/auth/set-up", { body })),
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

export function useChangeProfile() {
  return useMutation({
    mutationFn: (body: ProfileChange) => taken(api.PATCH("/api/auth/me", { body })),
    onSuccess: (me, _body, _context, { client }) => {
      client.setQueryData(meQuery.queryKey, me);
    },
  });
}

export function useChangeEmail() {
  return useMutation({
    mutationFn: (new_email: string) => taken(api.POST("/api/auth/change-email", { body: { new_email } })),
    onSuccess: (_answer, _email, _context, { client }) => noteAccountChanged(client),
  });
}

export function useCancelEmailChange() {
  return useMutation({
    mutationFn: () => taken(api.DELETE("/api/auth/change-email")),
    onSuccess: (_answer, _nothing, _context, { client }) => noteAccountChanged(client),
  });
}

export function useConfirmEmail() {
  return useMutation({
    mutationFn: (token: string) => taken(openApi.POST("/api/auth/confirm-email-change", { body: { token } })),
  });
}

/** Ends every session, as the next one does; the other tabs of this browser find out at once. */
export function useUndoEmail() {
  return useMutation({
    mutationFn: (token: string) => taken(openApi.POST("/api/auth/undo-email-change", { body: { token } })),
    onSuccess: () => session.doubtEverywhere(),
  });
}

export function useNotMe() {
  return useMutation({
    mutationFn: (token: string) => taken(openApi.POST("/api/auth/not-me", { body: { token } })),
    onSuccess: () => session.doubtEverywhere(),
  });
}

export function useUndoDeletion() {
  return useMutation({
    mutationFn: (token: string) => taken(openApi.POST("/api/auth/undo-deletion", { body: { token } })),
  });
}

/** Plans the deletion, after everything that was written is saved: the person may still want it back. */
export function useDeleteAccount() {
  return useMutation({
    mutationFn: () => session.close(() => taken(api.DELETE("/api/auth/me")), "deletion_planned"),
  });
}
