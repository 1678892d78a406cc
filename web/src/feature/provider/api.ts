import { type QueryClient, queryOptions, useMutation } from "@tanstack/react-query";
import { taken } from "@/api/auth-wire";
import { api, openApi } from "@/api/client";
import { rememberWay } from "@/api/last-way";
import type { paths as routes } from "@/api/schema";
import { paths } from "@/app/paths";
import { goThere, type Opened } from "./go-there";

type Listed =
  routes["/api/auth/oauth/providers"]["get"]["responses"]["200"]["content"]["application/json"]["items"];
export type Provider = Listed[number];
export type Connection = NonNullable<Provider["connection"]>;
export type Going = { provider: string; returnTo: string; invite?: string };

const byName = (provider: string) => ({ params: { path: { provider } } });
// The server marks the browser that begins with a cookie, also where it runs on another origin than the page.
const withCookie = { credentials: "include" } as const;

/** What can be signed in with, as anybody may know. */
export const providersQuery = queryOptions({
  queryKey: ["provider", "offered"],
  queryFn: async ({ signal }) => (await taken(openApi.GET("/api/auth/oauth/providers", { signal }))).items,
  staleTime: 60_000,
});

/** The same, with what of it is connected to one's account. */
export const connectionsQuery = queryOptions({
  queryKey: ["provider", "list"],
  queryFn: async ({ signal }) => (await taken(api.GET("/api/auth/oauth/providers", { signal }))).items,
});

/** Whether a provider answers the server; when nobody knows, it counts as answering. */
export const availableQuery = (provider: string) =>
  queryOptions({
    queryKey: ["provider", "available", provider],
    queryFn: async ({ signal }) => {
      const sent = openApi.GET("/api/auth/oauth/{provider}/available", { ...byName(provider), signal });
      return (await taken(sent)).available;
    },
    staleTime: 60_000,
    retry: false,
  });

const listed = (client: QueryClient) => client.invalidateQueries(connectionsQuery);

/** Leaves for a provider, to come back signed in. */
export function useContinue() {
  return useMutation({
    mutationFn: async ({ provider, returnTo, invite }: Going) => {
      const body = { return_to: returnTo, invite_code: invite || undefined };
      const began = openApi.POST("/api/auth/oauth/{provider}/connect", {
        ...byName(provider),
        ...withCookie,
        body,
      });
      const { authorization_url } = await taken(began);
      goThere(authorization_url);
      // How it ends nobody tells this page; whoever is refused comes back to one that forgets it.
      rememberWay(`provider:${provider}`);
    },
  });
}

/** Leaves for a provider, to come back with it connected. */
export function useConnect() {
  return useMutation({
    mutationFn: async (provider: string) => {
      const body = { return_to: `${paths.providers}?${new URLSearchParams({ connected: provider })}` };
      const began = api.POST("/api/auth/oauth/{provider}/connect", {
        ...byName(provider),
        ...withCookie,
        body,
      });
      goThere((await taken(began)).authorization_url);
    },
    onError: (_error, _provider, _context, { client }) => listed(client),
  });
}

/** Has a provider show in a window of its own once more who one is. */
export function useProve() {
  return useMutation({
    mutationFn: async ({ provider, opened }: { provider: string; opened: Opened }) => {
      const body = { prove: true, return_to: paths.proved };
      const began = api.POST("/api/auth/oauth/{provider}/connect", {
        ...byName(provider),
        ...withCookie,
        body,
      });
      try {
        opened.go((await taken(began)).authorization_url);
      } catch (error) {
        opened.close();
        throw error;
      }
    },
  });
}

export function useDisconnect() {
  return useMutation({
    mutationFn: (provider: string) => taken(api.DELETE("/api/auth/oauth/{provider}", byName(provider))),
    onSettled: (_data, _error, _provider, _context, { client }) => listed(client),
  });
}

export function useConfirm() {
  return useMutation({
    mutationFn: (provider: string) => taken(api.POST("/api/auth/oauth/{provider}/confirm", byName(provider))),
    onSettled: (_data, _error, _provider, _context, { client }) => listed(client),
  });
}
