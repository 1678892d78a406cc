import { useMutation } from "@tanstack/react-query";
import { taken } from "@/api/auth-wire";
import { api, openApi } from "@/api/client";
import { session } from "@/api/live-session";

export function useForgotPassword() {
  return useMutation({
    mutationFn: (email: string) => taken(openApi.POST("/api/auth/forgot-password", { body: { email } })),
  });
}

/** Ends every session; the other tabs of this browser find out at once, also without an event stream. */
export function useResetPassword() {
  return useMutation({
    mutationFn: (body: { token: string; password: string }) =>
      taken(openApi.POST("/api/auth/reset-password", { body })),
    onSuccess: () => session.doubtEverywhere(),
  });
}

export function useChangePassword() {
  return useMutation({
    mutationFn: (body: { current_password?: string; new_password: string }) =>
      taken(api.POST("/api/auth/change-password", { body })),
    onSuccess: (_nothing, _body, _context, { client }) =>
      Promise.all([
        client.invalidateQueries({ queryKey: ["session", "devices"] }),
        // There is a password now, if there was none.
        client.invalidateQueries({ queryKey: ["account", "me"] }),
      ]),
  });
}
