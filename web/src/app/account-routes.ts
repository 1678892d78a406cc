import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { tellProof } from "@/api/proof";
import { z } from "@/api/zod";
import { paths } from "./paths";
import { refusal } from "./refusal";
import { signedIn } from "./signed-in-route";

/** The pages about oneself. */
export const accountRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: paths.account,
    staticData: { title: "Me" },
    component: lazyRouteComponent(() => import("./page/account-page"), "AccountPage"),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: paths.passkeys,
    staticData: { title: "Passkeys" },
    component: lazyRouteComponent(() => import("./page/passkeys-page"), "PasskeysPage"),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: paths.providers,
    staticData: { title: "Connected providers" },
    validateSearch: refusal.extend({ connected: z.string().optional().catch(undefined) }),
    // This may be the window that was opened for a proof; the page that waits for it hears why there is none.
    beforeLoad: ({ search }) => {
      if (search.error) tellProof(search.error);
    },
    component: lazyRouteComponent(() => import("./page/providers-page"), "ProvidersPage"),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: paths.devices,
    staticData: { title: "Devices" },
    component: lazyRouteComponent(() => import("./page/devices-page"), "DevicesPage"),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: paths.tokens,
    staticData: { title: "Access tokens" },
    component: lazyRouteComponent(() => import("./page/tokens-page"), "TokensPage"),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: paths.activity,
    staticData: { title: "Activity" },
    component: lazyRouteComponent(() => import("./page/activity-page"), "ActivityPage"),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: paths.deletion,
    staticData: { title: "Delete your journal" },
    component: lazyRouteComponent(() => import("./page/delete-account-page"), "DeleteAccountPage"),
  }),
] as const;
