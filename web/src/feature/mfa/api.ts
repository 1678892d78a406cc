import { queryOptions, useMutation } from "@tanstack/react-query";
import { taken } from "@/api/auth-wire";
import { api, type Shape } from "@/api/client";

export type NewApp = Shape<"NewTotp">;

export const factorsQuery = queryOptions({
  queryKey: ["mfa", "factors"],
  queryFn: ({ signal }) => taken(api.GET("/api/auth/mfa", { signal })),
});

/** A key for an authenticator app; it counts once a code of it was right. */
export function useSetUp() {
  return useMutation({ mutationFn: () => taken(api.POST("/api/auth/mfa/totp")) });
}

/** Turns the second factor on, and gives the recovery codes. Other devices are signed out, and all may be open now. */
export function useConfirm() {
  return useMutation({
    mutationFn: (code: string) => taken(api.POST("/api/auth/mfa/totp/confirm", { body: { code } })),
    onSuccess: (_codes, _code, _context, { client }) => client.invalidateQueries(),
  });
}

export function useTurnOff() {
  return useMutation({
    mutationFn: () => taken(api.DELETE("/api/auth/mfa/totp")),
    onSettled: (_data, _error, _nothing, _context, { client }) => client.invalidateQueries(factorsQuery),
  });
}

export function useNewCodes() {
  return useMutation({
    mutationFn: () => taken(api.POST("/api/auth/mfa/recovery-codes")),
    onSettled: (_data, _error, _nothing, _context, { client }) => client.invalidateQueries(factorsQuery),
  });
}
