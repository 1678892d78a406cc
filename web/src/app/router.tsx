import { createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { newId } from "@/api/base";
import { accountNow, session } from "@/api/live-session";
import { unreachable } from "@/api/problem";
import { z } from "@/api/zod";
import { registrationQuery } from "@/feature/account/api";
import { TakenElsewhere } from "@/feature/entry/desks";
import { adminRoutes } from "./admin-routes";
import { desks } from "./desks";
import { isOwnPath } from "./own-path";
import { CheckMailPage } from "./page/check-mail-page";
import { DoorPage } from "./page/door-page";
import { EntriesPage } from "./page/entries-page";
import { FailedPage } from "./page/failed-page";
import { LoadingPage } from "./page/loading-page";
import { NoEntryPage } from "./page/no-entry-page";
import { NotFoundPage } from "./page/not-found-page";
import { RegisterPage } from "./page/register-page";
import { NEW_ENTRY, paths } from "./paths";
import { queryClient } from "./query-client";
import { rootRoute } from "./root-route";
import { signedIn } from "./signed-in-route";

/** Where one was going: an address of this page, never of another. */
const goingTo = z.object({ to: z.string().refine(isOwnPath).optional().catch(undefined) });

const doorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.door,
  validateSearch: goingTo,
  staticData: { title: "Sign in" },
  beforeLoad: async ({ search }) => {
    // A stranger is not asked for a session that never was.
    const standing = session.wasIn() ? await session.resume() : session.standing();
    if (standing.kind === "in") throw redirect({ href: search.to ?? paths.entries, replace: true });
  },
  component: DoorPage,
});

const openRoutes = [
  doorRoute,
  createRoute({
    getParentRoute: () => rootRoute,
    path: paths.register,
    staticData: { title: "Start a journal" },
    // Whether there is anything to fill in is known before it shows.
    loader: async () => {
      await queryClient.ensureQueryData(registrationQuery);
    },
    component: RegisterPage,
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: paths.checkMail,
    staticData: { title: "Check your mail" },
    component: CheckMailPage,
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: paths.verifyEmail,
    staticData: { title: "Confirm your address" },
    component: lazyRouteComponent(() => import("./page/verify-email-page"), "VerifyEmailPage"),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: paths.forgotPassword,
    staticData: { title: "A new password" },
    component: lazyRouteComponent(() => import("./page/forgot-password-page"), "ForgotPasswordPage"),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: paths.resetPassword,
    staticData: { title: "A new password" },
    component: lazyRouteComponent(() => import("./page/reset-password-page"), "ResetPasswordPage"),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: paths.confirmEmail,
    staticData: { title: "Your new address" },
    component: lazyRouteComponent(() => import("./page/confirm-email-page"), "ConfirmEmailPage"),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: paths.undoEmail,
    staticData: { title: "Put the old address back" },
    component: lazyRouteComponent(() => import("./page/undo-email-page"), "UndoEmailPage"),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: paths.notMe,
    staticData: { title: "This was not me" },
    component: lazyRouteComponent(() => import("./page/not-me-page"), "NotMePage"),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: paths.setUp,
    staticData: { title: "A new journal" },
    component: lazyRouteComponent(() => import("./page/set-up-page"), "SetUpPage"),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: paths.undoDeletion,
    staticData: { title: "Keep your journal" },
    component: lazyRouteComponent(() => import("./page/undo-deletion-page"), "UndoDeletionPage"),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: paths.mailbox,
    staticData: { title: "Mailbox" },
    component: lazyRouteComponent(() => import("./page/mailbox-page"), "MailboxPage"),
  }),
];

const entriesRoute = createRoute({
  getParentRoute: () => signedIn,
  path: paths.entries,
  staticData: { title: "Entries" },
  component: EntriesPage,
});

const noEntryRoute = createRoute({
  getParentRoute: () => entriesRoute,
  path: "/",
  staticData: { title: "Entries" },
  component: NoEntryPage,
});

const openEntryRoute = createRoute({
  getParentRoute: () => entriesRoute,
  path: "$entryId",
  staticData: { title: "Page" },
  validateSearch: z.object({ draft: z.string().optional() }),
  loaderDeps: ({ search }) => ({ draft: search.draft }),
  loader: async ({ params, deps }) => ({ desk: await openDesk(params.entryId, deps.draft) }),
  // A desk that was put away must not come back from a cache: nothing typed into it would be kept.
  gcTime: 0,
  staleTime: 0,
  component: lazyRouteComponent(() => import("./page/open-entry-page"), "OpenEntryPage"),
  errorComponent: FailedPage,
});

async function openDesk(entryId: string, draft: string | undefined) {
  const account = accountNow();
  if (!account) throw unreachable();
  if (entryId !== NEW_ENTRY) return desks.open(account, entryId);
  const fresh = () =>
    redirect({ to: paths.entry, params: { entryId }, search: { draft: newId() }, replace: true });
  if (!draft) throw fresh();
  try {
    const desk = await desks.openNew(account, draft);
    const id = desk.view().saving.base?.id;
    if (id) throw redirect({ to: paths.entry, params: { entryId: id }, search: {}, replace: true });
    return desk;
  } catch (error) {
    throw error instanceof TakenElsewhere ? fresh() : error;
  }
}

const accountRoute = createRoute({
  getParentRoute: () => signedIn,
  path: paths.account,
  staticData: { title: "Me" },
  component: lazyRouteComponent(() => import("./page/account-page"), "AccountPage"),
});
const passkeysRoute = createRoute({
  getParentRoute: () => signedIn,
  path: paths.passkeys,
  staticData: { title: "Passkeys" },
  component: lazyRouteComponent(() => import("./page/passkeys-page"), "PasskeysPage"),
});
const devicesRoute = createRoute({
  getParentRoute: () => signedIn,
  path: paths.devices,
  staticData: { title: "Devices" },
  component: lazyRouteComponent(() => import("./page/devices-page"), "DevicesPage"),
});
const tokensRoute = createRoute({
  getParentRoute: () => signedIn,
  path: paths.tokens,
  staticData: { title: "Access tokens" },
  component: lazyRouteComponent(() => import("./page/tokens-page"), "TokensPage"),
});
const activityRoute = createRoute({
  getParentRoute: () => signedIn,
  path: paths.activity,
  staticData: { title: "Activity" },
  component: lazyRouteComponent(() => import("./page/activity-page"), "ActivityPage"),
});
const deletionRoute = createRoute({
  getParentRoute: () => signedIn,
  path: paths.deletion,
  staticData: { title: "Delete your journal" },
  component: lazyRouteComponent(() => import("./page/delete-account-page"), "DeleteAccountPage"),
});

const entries = entriesRoute.addChildren([noEntryRoute, openEntryRoute]);
const tree = rootRoute.addChildren([
  ...openRoutes,
  signedIn.addChildren([
    entries,
    accountRoute,
    passkeysRoute,
    devicesRoute,
    tokensRoute,
    activityRoute,
    deletionRoute,
    ...adminRoutes,
  ]),
]);

export const router = createRouter({
  routeTree: tree,
  defaultPendingMs: 300,
  defaultPendingMinMs: 0,
  defaultPendingComponent: LoadingPage,
  defaultErrorComponent: FailedPage,
  defaultNotFoundComponent: NotFoundPage,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
  interface StaticDataRouteOption {
    /** What the tab is called. Never a person's own words: browsers keep titles in their history. */
    title?: string;
  }
}
