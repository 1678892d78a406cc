import type { ActKind, Person, PersonItem, Standing } from "./api";

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
const MOMENT = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});

export const day = (at: string): string => DAY.format(new Date(at));
export const moment = (at: string): string => MOMENT.format(new Date(at));

/** What somebody is called, as far as they said. */
export function nameOf({ display_name, username, email }: PersonItem): string {
  return display_name ?? username ?? email;
}

export const STANDINGS: Record<Standing, string> = {
  active: "active",
  unverified: "not confirmed",
  disabled: "locked",
  deletion_planned: "will be deleted",
};

const WAYS: Record<string, string> = {
  password: "Password",
  passkey: "Passkey",
  mail: "A link by mail to the confirmed address",
};

/** A way in by name; the server's own word for one that is not known here. */
export function wayOf({ kind, name }: Person["ways_in"][number]): string {
  const words = WAYS[kind] ?? kind.replaceAll("_", " ");
  return name ? `${words}: ${name}` : words;
}

/** A size as people say it. */
export function sizeOf(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 || size >= 10 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}

type ActWords = { press: string; title: string; means: string; done: string; isHard?: boolean };

/** A passkey by name, with who keeps it and when it was used. */
export function passkeyStory({ provider, created_at, last_used_at }: Person["passkeys"][number]): string {
  const used = last_used_at ? `last used ${moment(last_used_at)}` : "not used yet";
  return [provider, `since ${day(created_at)}`, used].filter(Boolean).join(" · ");
}

/** An access token's times, and from where it was last used. */
export function tokenStory({ expires_at, last_used_at, last_used_from }: Person["tokens"][number]): string {
  const isOver = new Date(expires_at) <= new Date();
  const end = `${isOver ? "ran out" : "holds until"} ${day(expires_at)}`;
  if (!last_used_at) return `${end} · never used`;
  return `${end} · last used ${moment(last_used_at)}${last_used_from ? ` from ${last_used_from}` : ""}`;
}

/** What each act is called, what it means to the person, and what is said afterwards. */
export const ACTS: Record<ActKind, ActWords> = {
  lock: {
    press: "Lock",
    title: "Lock this account?",
    means: "Every device is signed out and nobody can sign in, until it is unlocked. Nothing is lost.",
    done: "The account is locked.",
    isHard: true,
  },
  unlock: {
    press: "Unlock",
    title: "Unlock this account?",
    means: "Its owner can sign in as before.",
    done: "The account is open again.",
  },
  "end-sessions": {
    press: "Sign out everywhere",
    title: "Sign out all devices?",
    means: "Whoever is signed in has to sign in again.",
    done: "All devices are signed out.",
  },
  "send-reset": {
    press: "Mail a new-password link",
    title: "Mail a link for a new password?",
    means: "It goes to the address of the account and to nobody else. The password holds until it is used.",
    done: "The link is on its way.",
  },
  "set-roles": {
    press: "Change roles",
    title: "Which roles?",
    means: "They hold from the next request on. Nobody sees what others write.",
    done: "The roles are changed.",
  },
  "remove-factors": {
    press: "Remove the app",
    title: "Remove the authenticator app?",
    means:
      "Its recovery codes go with it, and a password alone lets somebody in again. Make sure that it is the owner who asked.",
    done: "The app and its codes are gone.",
    isHard: true,
  },
  "remove-passkey": {
    press: "Remove",
    title: "Remove this passkey?",
    means: "It opens the account no more. If it was the last way in, mail a new-password link afterwards.",
    done: "The passkey is gone.",
    isHard: true,
  },
  "revoke-token": {
    press: "Revoke",
    title: "Revoke this access token?",
    means: "Programs that use it stop working at once.",
    done: "The token opens nothing any more.",
    isHard: true,
  },
  delete: {
    press: "Delete the account",
    title: "Delete this account?",
    means:
      "Every device is signed out now. In 14 days everything is gone for good, unless the owner opens the link in the mail before.",
    done: "The account will be deleted in 14 days.",
    isHard: true,
  },
};

/** What can be done to somebody as they are; nobody locks or deletes themselves here. */
export function actsFor(person: PersonItem, isMe: boolean): ActKind[] {
  const isLocked = "disabled_at" in person && Boolean(person.disabled_at);
  const isLeaving = Boolean(person.deletion_at);
  const acts: (ActKind | false)[] = [
    !isLocked && !isLeaving && "send-reset",
    "end-sessions",
    "set-roles",
    !isMe && (isLocked ? "unlock" : "lock"),
    !isMe && !isLeaving && "delete",
  ];
  return acts.filter((act) => act !== false);
}
