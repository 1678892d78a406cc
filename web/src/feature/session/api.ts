import { queryOptions, useMutation } from "@tanstack/react-query";
import { type Credentials, type SecondStep, taken } from "@/api/auth-wire";
import { api, type Shape } from "@/api/client";
import { rememberWay } from "@/api/last-way";
import { session } from "@/api/live-session";

export type Device = Shape<"SessionItem">;

export const devicesQuery = queryOptions({
  queryKey: ["session", "devices"],
  queryFn: async ({ signal }) => (await taken(api.GET("/api/auth/sessions", { signal }))).items,
});

export function useSignIn() {
  return useMutation({
    mutationFn: (credentials: Credentials) => session.signIn(credentials),
    onSuccess: () => rememberWay("password"),
  });
}

export function useSecondStep() {
  return useMutation({
    mutationFn: (step: SecondStep) => session.secondStep(step),
    // It comes after a password: a passkey is asked for nothing more.
    onSuccess: () => rememberWay("password"),
  });
}

export function useSignOut() {
  return useMutation({ mutationFn: (everywhere: boolean) => session.signOut(everywhere) });
}

export function useEndDevice() {
  return useMutation({
    mutationFn: (id: string) => taken(api.DELETE("/api/auth/sessions/{id}", { params: { path: { id } } })),
    onSettled: (_data, _error, _id, _context, { client }) => client.invalidateQueries(devicesQuery),
  });
}

export function useEndOtherDevices() {
  return useMutation({
    mutationFn: () => taken(api.DELETE("/api/auth/sessions")),
    onSettled: (_data, _error, _nothing, _context, { client }) => client.invalidateQueries(devicesQuery),
  });
}

/** Proves anew who one is; the answer to a request that asked for it. */
export function useReauthenticate() {
  return useMutation({
    mutationFn: (body: Shape<"ReauthenticateBody">) => taken(api.POST("/api/auth/reauthenticate", { body })),
  });
}
