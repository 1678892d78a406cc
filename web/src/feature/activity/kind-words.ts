import type { Happening } from "./api";

/** What each kind of event is to the person it happened to. Kinds are the server's. */
const WORDS: Record<string, string> = {
  account_created: "Your account was made",
  first_admin_made: "Your account was made, as the first admin",
  mail_discarded: "A mail to you was thrown away",
  mail_retried: "A mail to you was tried again",
  account_imported: "Your account was brought here from elsewhere",
  account_verified: "You confirmed your address, and your journal began",
  account_disabled: "Your account was switched off",
  account_enabled: "Your account was switched on again",
  account_locked: "Too many wrong tries: new devices have to wait for a day",
  token_created: "Access token made",
  token_rotated: "Access token rotated",
  token_revoked: "Access token revoked",
  token_new_network: "Access token used from a new network",
  journal_exported: "Your whole journal saved as a file",
  role_created: "A role was made",
  role_scopes_changed: "A role grants something else",
  role_deleted: "A role was deleted",
  profile_changed: "Profile changed",
  role_changed: "Your role was changed",
  signed_in: "Signed in",
  sign_in_refused: "A sign-in while your account was closed",
  sign_in_failed: "A sign-in with a wrong password",
  proof_failed: "A wrong password from a device that is signed in",
  guesses_limited: "Too many wrong tries: whoever made them has to wait",
  signed_out: "Signed out",
  sessions_ended: "Devices signed out",
  refresh_reused: "An old copy of a sign-in was used, so the sign-in was closed",
  reauthenticated: "Proved once more that it is you",
  second_factor_turned_on: "A second factor was set up",
  second_factor_turned_off: "The second factor was turned off",
  second_factor_removed: "Second factors removed",
  second_factor_refused: "A wrong code for the second factor",
  recovery_code_used: "A recovery code was used",
  recovery_codes_replaced: "New recovery codes made",
  password_changed: "Password changed",
  reset_sent: "A link for a new password mailed to you",
  password_reset: "New password set by a mailed link",
  passkey_added: "Passkey added",
  passkey_removed: "Passkey removed",
  passkey_renamed: "Passkey renamed",
  passkey_confirmed: "Passkey confirmed as yours",
  provider_connected: "A provider connected",
  provider_disconnected: "A provider disconnected",
  provider_confirmed: "A connected provider confirmed as yours",
  passkey_cloned: "A passkey was refused: there may be a copy of it",
  email_change_asked: "Another email address asked for",
  email_change_cancelled: "The wish for another email address taken back",
  email_changed: "Email address changed",
  email_change_undone: "The old email address was put back",
  disowned: "“It was not me” was pressed, and everybody signed out",
  deletion_planned: "Deletion of your journal planned",
  deletion_undone: "Deletion undone",
};

/** A sentence for what happened; the server's own when the kind is not known here. */
export function happened({ kind, description }: Happening): string {
  return (Object.hasOwn(WORDS, kind) && WORDS[kind]) || description;
}

/** Whether it was stopped; the owner should see that at a glance. */
export function wasStopped({ outcome }: Happening): boolean {
  return outcome === "refused";
}

const ACTORS: Record<string, string> = {
  admin: "by an admin",
  operator: "by whoever runs this journal",
  program: "by itself",
};

const DAY = new Intl.DateTimeFormat("en-GB", {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
});
const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** At what time, by whom, from where, with what; as far as it is known. */
export function circumstances({ happened_at, actor, browser, os, network }: Happening): string {
  const device = browser && os ? `${browser} on ${os}` : (browser ?? os);
  const by = Object.hasOwn(ACTORS, actor) && ACTORS[actor];
  return [TIME.format(new Date(happened_at)), by, device, network].filter(Boolean).join(" · ");
}

/** The days on which something happened, the newest first, each with its events in the order given. */
export function byDay(items: Happening[]): { day: string; items: Happening[] }[] {
  const days: { day: string; items: Happening[] }[] = [];
  for (const item of items) {
    const day = DAY.format(new Date(item.happened_at));
    const last = days.at(-1);
    if (last?.day === day) last.items.push(item);
    else days.push({ day, items: [item] });
  }
  return days;
}
