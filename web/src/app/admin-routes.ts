import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { z } from "@/api/zod";
import { paths } from "./paths";
import { signedIn } from "./signed-in-route";

/** The pages for those who run this journal. Everybody may open them; the server decides what is in them. */
export const adminRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: paths.admin,
    staticData: { title: "Admin" },
    validateSearch: z.object({
      state: z.enum(["active", "unverified", "disabled", "deletion_planned"]).optional().catch(undefined),
      role: z.string().max(24).optional().catch(undefined),
      span: z.enum(["24h", "7d", "30d", "90d"]).optional().catch(undefined),
    }),
    component: lazyRouteComponent(() => import("./page/admin-page"), "AdminPage"),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: paths.adminPerson,
    staticData: { title: "A person" },
    component: lazyRouteComponent(() => import("./page/admin-person-page"), "AdminPersonPage"),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: paths.roles,
    staticData: { title: "Roles" },
    component: lazyRouteComponent(() => import("./page/roles-page"), "RolesPage"),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: paths.adminInvites,
    staticData: { title: "Invitations" },
    component: lazyRouteComponent(() => import("./page/admin-invites-page"), "AdminInvitesPage"),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: paths.adminMail,
    staticData: { title: "Mail" },
    component: lazyRouteComponent(() => import("./page/admin-mail-page"), "AdminMailPage"),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: paths.adminKeys,
    staticData: { title: "Keys" },
    component: lazyRouteComponent(() => import("./page/admin-keys-page"), "AdminKeysPage"),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: paths.adminSettings,
    staticData: { title: "Settings" },
    component: lazyRouteComponent(() => import("./page/admin-settings-page"), "AdminSettingsPage"),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: paths.adminAudit,
    staticData: { title: "Audit" },
    component: lazyRouteComponent(() => import("./page/admin-audit-page"), "AdminAuditPage"),
  }),
] as const;
