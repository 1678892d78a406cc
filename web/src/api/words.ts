import { ApiError } from "./problem";

/** What each problem means to the person, and what to do next. Codes are the server's. */
const WORDS: Record<string, string> = {
  unreachable: "Journal cannot be reached right now. Check the connection and try again.",
  internal: "Something went wrong on the server. Nothing was changed; try again in a moment.",
  unavailable: "Journal is busy. Try again in a moment.",
  too_many_requests: "That was a lot at once. Wait a little, then try again.",
  too_many_attempts: "Too many tries. Wait a while, then try again.",
  csrf_failed: "The page and the server lost sight of each other. Reload the page and try again.",

  unauthenticated: "Your sign-in has ended. Sign in to go on.",
  invalid_refresh_token: "Your sign-in has ended. Sign in to go on.",
  session_expired: "It has been a while, so this sign-in ran out. Sign in to go on.",
  session_revoked: "This device was signed out from elsewhere. Sign in to go on.",
  refresh_reused:
    "An old copy of this sign-in was used, so Journal closed it to be safe. Sign in again, and look through your devices.",

  invalid_credentials: "That did not match. Check both and try again.",
  email_not_verified: "This address is not confirmed yet. Open the link in the mail we sent, then sign in.",
  account_disabled: "This account is switched off. Ask whoever runs this journal.",
  mfa_required: "This account asks for a second factor. Enter its code to go on.",
  invalid_code: "That code did not work. Each works once; wait for the next one and try that.",
  mfa_not_started: "Setting the app up took too long, or was begun anew elsewhere. Begin once more.",
  mfa_not_enabled: "This account asks for no second factor any more.",
  mfa_enrolment_required: "This journal asks for a second factor. Set one up, and everything opens.",
  registration_closed: "This journal takes no new people at the moment. Ask whoever runs it.",
  invite_required: "This journal takes new people by invitation only. Ask whoever runs it.",
  invite_invalid: "That invitation does not hold any more. Ask for a new one.",
  wrong_password: "That is not your password. Try again.",
  passkey_refused: "That passkey cannot be used here. Try again, or use another way.",
  passkey_unconfirmed:
    "This passkey was set aside when the account was recovered. Sign in with your password, and confirm it under Passkeys.",
  passkeys_unavailable:
    "This journal is reached by a number and not a name, so passkeys cannot be used here.",
  ceremony_invalid: "That took too long. Try again.",
  passkey_cancelled: "Nothing was changed. You can try again, or use another way.",
  passkey_unknown: "This passkey does not open a journal here any more. Use another way to sign in.",
  passkey_exists: "This device has a passkey for your journal already.",
  passkey_unverified:
    "This device cannot check that it is you. Set up a screen lock or a PIN, or use another one.",
  provider_unavailable: "The provider does not answer right now. Nothing was changed; use another way.",
  already_connected: "This provider is connected to your journal already.",
  too_many_passkeys: "There are as many passkeys as there can be. Remove one first.",
  last_way_in:
    "This is the last way into your journal. Set a password, add a passkey or connect a provider first.",
  reauthentication_required: "This needs you to show once more that it is you. Nothing was changed.",
  set_up: "Your account is made, and you run this journal. Sign in with it.",
  password_reset: "Your new password holds, and every device was signed out. Sign in with it.",
  deletion_planned:
    "You are signed out everywhere, and your journal will be deleted in 14 days. The mail we sent has a link to keep it.",
  username_taken: "Somebody has that name already. Choose another.",
  token_invalid: "This link does not hold any more. It may have been used, or it is too old.",

  last_admin: "At least one admin stays. Make somebody else one first.",
  own_account: "This is your own account. What you want for it is under Me.",
  already_planned: "This account will be deleted already.",
  not_rotated:
    "Access tokens are signed with a secret from the settings, which is changed there; or others make a key right now.",
  email_taken: "This address has an account already. Choose another one.",
  account_closed: "This account is locked or will be deleted, so a link would open nothing.",
  forbidden: "Your account does not have the role that this needs. Ask whoever runs this journal.",
  insufficient_scope: "This sign-in may not do that. Sign out and in again, then try once more.",
  session_required: "An access token cannot do this. Sign in to do it.",
  too_many_tokens: "You have fifty access tokens, which is the most. Revoke one that you do not need.",
  token_changed: "This token was rotated or revoked a moment ago. Look at the list again.",
  role_exists: "There is a role of that name.",
  role_in_use: "Somebody has this role. Take it from everybody first.",
  role_built_in: "This role is built in and stays as it is.",
  roles_changed: "Roles were changed a moment ago. Look at them again.",
  not_owner: "This page belongs to somebody else, so it stays closed to you.",
  not_found: "There is nothing here. It may have been deleted.",
  version_conflict: "This page was changed elsewhere in the meantime.",
  payload_too_large: "This page is larger than Journal can keep. Split it in two.",
  validation_failed: "Some of this needs another look.",
};

/** A sentence for what went wrong; the server's own when its code is not known here. */
export function say(error: unknown): string {
  if (!(error instanceof ApiError))
    return "Something unexpected happened on this page. Reload it and try again.";
  if (error.code === "too_many_attempts" && error.retryAfter) {
    return `Too many tries. Wait ${inWords(error.retryAfter)}, then try again.`;
  }
  return wordsOf(error.code) ?? (error.message === error.code ? unknown(error.status) : error.message);
}

/** As `say`, where a 404 can only mean that the server runs without accounts of people's own. */
export function sayOfAccounts(error: unknown): string {
  const isDemo = error instanceof ApiError && error.status === 404;
  return isDemo
    ? "This journal is a demonstration with one account, so there is nothing to do here."
    : say(error);
}

/** Whether this page has a sentence of its own for a code. */
export function hasWords(code: string): boolean {
  return wordsOf(code) !== undefined;
}

/** The sentence for a code alone, for instance why a session ended. */
export function sayCode(code: string): string {
  return wordsOf(code) ?? "Your sign-in has ended. Sign in to go on.";
}

/** Of the table's own, not of what every object has: a code may be called `constructor`. */
function wordsOf(code: string): string | undefined {
  return Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
}

function unknown(status: number): string {
  return `The server answered in a way this page does not know (${status}). Try again in a moment.`;
}

function inWords(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? "one second" : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
