import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { paths } from "./paths";
import { signedIn } from "./signed-in-route";

/** The pages for those who run this journal. Everybody may open them; the server decides what is in them. */
export const adminRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: paths.admin,
    staticData: { title: "Admin" },
    component: lazyRouteComponent(() => import("./page/admin-page"), "AdminPage"),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: paths.adminInvites,
    staticData: { title: "Invitations" },
    component: lazyRouteComponent(() => import("./page/admin-invites-page"), "AdminInvitesPage"),
  }),
];
