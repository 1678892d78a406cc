import { createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { newId } from "@/api/base";
import { forgetWay } from "@/api/last-way";
import { accountNow, session } from "@/api/live-session";
import { unreachable } from "@/api/problem";
import { tellProof } from "@/api/proof";
import { z } from "@/api/zod";
import { registrationQuery } from "@/feature/account/api";
import { TakenElsewhere } from "@/feature/entry/desks";
import { readRegistration, readSecondStep, waitingStep } from "@/feature/provider/handover";
import { placeAfter } from "@/feature/provider/refusal-words";
import { accountRoutes } from "./account-routes";
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
import { refusal } from "./refusal";
import { rootRoute } from "./root-route";
import { signedIn } from "./signed-in-route";

/** Why the way to a provider and back was refused, and where one was going: an address of this page, never of another. */
const atDoor = refusal.extend({ to: z.string().refine(isOwnPath).optional().catch(undefined) });

/** How long a window stays after it told another one something, milliseconds. */
const HEARING = 100;

const doorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.door,
  validateSearch: atDoor,
  staticData: { title: "Sign in" },
  beforeLoad: async ({ search }) => {
    // As it stands in the browser: the router decodes it, and a plus would become a space.
    const step = readSecondStep(window.location.hash);
    if (step) {
      waitingStep.keep(step);
      throw redirect({ to: paths.door, search: { to: step.returnTo }, replace: true });
    }
    if (search.error) forgetWay();
    // A stranger is not asked for a session that never was.
    const standing = session.wasIn() ? await session.resume() : session.standing();
    if (standing.kind !== "in") return;
    waitingStep.drop();
    throw redirect({ href: search.to ?? placeAfter(search.error), replace: true });
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
    beforeLoad: () => {
      const registration = readRegistration(window.location.hash);
      if (!registration) return;
      const state = { ...registration, sentAt: Math.floor(Date.now() / 1000) };
      throw redirect({ to: paths.checkMail, state, replace: true });
    },
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
    path: paths.proved,
    staticData: { title: "That was you" },
    loader: () => {
      tellProof();
      setTimeout(() => window.close(), HEARING);
    },
    component: lazyRouteComponent(() => import("./page/proved-page"), "ProvedPage"),
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

const entries = entriesRoute.addChildren([noEntryRoute, openEntryRoute]);
const tree = rootRoute.addChildren([
  ...openRoutes,
  signedIn.addChildren([entries, ...accountRoutes, ...adminRoutes]),
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
