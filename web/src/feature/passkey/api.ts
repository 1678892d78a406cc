import { type QueryClient, queryOptions, useMutation } from "@tanstack/react-query";
import { taken } from "@/api/auth-wire";
import { api, openApi, type Shape } from "@/api/client";
import { rememberWay } from "@/api/last-way";
import { session } from "@/api/live-session";
import { ApiError } from "@/api/problem";
import { asked, create, pickInField, use } from "./ceremony";
import { tellAll, tellUnknown } from "./signals";
import { useCeremony } from "./use-ceremony";

export type Passkey = Shape<"PasskeyView">;
export type SignUp = { email: string; invite_code?: string };

export const passkeysQuery = queryOptions({
  queryKey: ["passkey", "list"],
  queryFn: async ({ signal }) => {
    const passkeys = await taken(api.GET("/api/auth/passkeys", { signal }));
    void tellAll(passkeys);
    return passkeys.items;
  },
});

/** The list is another one, and with it how many passkeys the account says are waiting. */
const listed = (client: QueryClient) =>
  Promise.all([
    client.invalidateQueries(passkeysQuery),
    client.invalidateQueries({ queryKey: ["account", "me"] }),
  ]);

/** Signs in, until `signal` ends it: by a dialog of the browser, or by what the field for the name offers. */
export async function signIn(signal: AbortSignal, inField = false): Promise<void> {
  const options = await authenticateOptions({}, signal).catch((error: unknown) => {
    // Nobody has asked for anything yet, so nobody has to hear that it cannot be had.
    throw inField ? new ApiError({ status: 400, code: "passkey_cancelled" }) : error;
  });
  const credential = await (inField ? pickInField : use)(options, signal);
  try {
    await session.signInByPasskey({ ceremony_id: options.ceremony_id, credential });
    rememberWay("passkey");
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== "invalid_credentials") throw error;
    // A passkey that came too late, or to another browser, works the next time: only one that nobody knows is told of.
    if (error.isUnknownCredential) void tellUnknown(options.rpId, credential.id);
    throw new ApiError({
      status: 401,
      code: error.isUnknownCredential ? "passkey_unknown" : "passkey_failed",
    });
  }
}

const authenticateOptions = (body: { mfa_token?: string }, signal: AbortSignal) =>
  asked(taken(openApi.POST("/api/auth/webauthn/authenticate/options", { body, signal })), signal);

export function useSignInByPasskey() {
  return useCeremony({ run: (signal) => signIn(signal) });
}

/** Finishes a sign-in that the right password began, with a passkey of that account. */
export function useSecondStepByPasskey(mfaToken: string) {
  return useCeremony({
    run: async (signal) => {
      const options = await authenticateOptions({ mfa_token: mfaToken }, signal);
      const credential = await use(options, signal);
      await session.signInByPasskey({ ceremony_id: options.ceremony_id, credential, mfaToken });
    },
  });
}

export function useSignUp() {
  return useCeremony({
    run: async (signal, body: SignUp) => {
      const wanted = openApi.POST("/api/auth/webauthn/register/options", { body, signal });
      const options = await asked(taken(wanted), signal);
      const credential = { ...(await create(options, signal)) };
      const answer = { ceremony_id: options.ceremony_id, credential };
      const begun = await taken(openApi.POST("/api/auth/webauthn/register/verify", { body: answer }));
      return { email: body.email, registration: "registration" in begun ? begun.registration : undefined };
    },
  });
}

export function useAddPasskey() {
  return useCeremony({
    run: async (signal) => {
      const wanted = api.POST("/api/auth/webauthn/register/options", { body: {}, signal });
      const options = await asked(taken(wanted), signal);
      const credential = { ...(await create(options, signal)) };
      const answer = { ceremony_id: options.ceremony_id, credential };
      return taken(api.POST("/api/auth/webauthn/register/verify", { body: answer }));
    },
    onSettled: (_data, _error, _nothing, _context, { client }) => listed(client),
  });
}

/** Shows once more who one is, for a session that is not fresh any more. */
export function useProve() {
  return useCeremony({
    run: async (signal) => {
      const wanted = api.POST("/api/auth/webauthn/authenticate/options", { body: {}, signal });
      const options = await asked(taken(wanted), signal);
      const credential: object = await use(options, signal);
      const body = { ceremony_id: options.ceremony_id, credential: { ...credential } };
      return taken(api.POST("/api/auth/reauthenticate", { body }));
    },
  });
}

export function useRename() {
  return useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) =>
      taken(api.PATCH("/api/auth/passkeys/{id}", { params: { path: { id } }, body: { name } })),
    onSettled: (_data, _error, _change, _context, { client }) => listed(client),
  });
}

export function useRemove() {
  return useMutation({
    mutationFn: (id: string) => taken(api.DELETE("/api/auth/passkeys/{id}", { params: { path: { id } } })),
    onSettled: (_data, _error, _id, _context, { client }) => listed(client),
  });
}

export function useConfirm() {
  return useMutation({
    mutationFn: (id: string) =>
      taken(api.POST("/api/auth/passkeys/{id}/confirm", { params: { path: { id } } })),
    onSettled: (_data, _error, _id, _context, { client }) => listed(client),
  });
}
