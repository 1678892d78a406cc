import type {} from "@tanstack/react-router";

/** Every address of the page, so that features can link without knowing the pages. */
export const paths = {
  door: "/",
  register: "/register",
  checkMail: "/check-mail",
  verifyEmail: "/verify-email",
  forgotPassword: "/forgot-password",
  resetPassword: "/reset-password",
  confirmEmail: "/confirm-email-change",
  undoEmail: "/undo-email-change",
  notMe: "/not-me",
  undoDeletion: "/undo-deletion",
  entries: "/entries",
  entry: "/entries/$entryId",
  account: "/account",
  passkeys: "/account/passkeys",
  providers: "/account/providers",
  devices: "/account/devices",
  tokens: "/account/tokens",
  activity: "/account/activity",
  deletion: "/account/delete",
  admin: "/admin",
  roles: "/admin/roles",
  adminPerson: "/admin/people/$personId",
  adminInvites: "/admin/invites",
  adminMail: "/admin/mail",
  adminKeys: "/admin/keys",
  adminSettings: "/admin/settings",
  adminAudit: "/admin/audit",
  setUp: "/set-up",
  proved: "/proved",
  mailbox: "/dev/mailbox",
} as const;

/** What stands in the place of an entry's id while it has none. */
export const NEW_ENTRY = "new";

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** Whom a mail was sent to: kept beside the address, not in it, so that it is in no log. */
    email?: string;
    registration?: string;
    /** The name of the provider that it was begun with. */
    provider?: string;
    /** When that was, seconds since 1970. */
    sentAt?: number;
    /** Whom an admin looks for. */
    people?: string;
    /** What brought somebody to the door, as a code that has words. */
    because?: string;
  }
}
