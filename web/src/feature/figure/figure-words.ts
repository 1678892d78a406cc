import type { FigureName, Figures, Step } from "./api";
import type { Moment } from "./pictures-of";

const HOUR = new Intl.DateTimeFormat("en-GB", { weekday: "short", hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", {
  weekday: "short",
  day: "numeric",
  month: "short",
  timeZone: "UTC",
});
const NUMBER = new Intl.NumberFormat("en-GB");

export const FIGURES: Record<FigureName, string> = {
  active_people: "Active people",
  sign_ins: "Sign-ins",
  sign_in_failures: "Refused sign-ins",
  refreshes: "Refreshes",
  refresh_retries: "Refreshes retried",
  refresh_reuses: "Old tokens reused",
};

/** Ways in, and reasons for a refusal. One that is not known here shows as it is. */
const LABELS: Record<string, string> = {
  password: "Password",
  passkey: "Passkey",
  invalid_credentials: "Did not match",
  invalid_code: "Wrong code",
  email_not_verified: "Address not confirmed",
  account_disabled: "Account locked or leaving",
  passkey_unconfirmed: "Passkey set aside",
  oauth: "Provider",
  provider_unconfirmed: "Provider set aside",
  provider_refused: "Provider not believed",
  provider_unavailable: "Provider away",
  access_denied: "Said no at the provider",
  flow_invalid: "Took too long",
  email_missing: "Provider named no address",
  sign_in_first: "Provider not connected yet",
};

export function labelWords(label: string): string {
  return LABELS[label] ?? label.replaceAll("_", " ");
}

/** When an hour began, where the reader is; or which day it was, in UTC as days are counted. */
export function timeWords(step: Step, at: string): string {
  // Whether a comma follows the weekday is not the same in every browser.
  return (step === "hour" ? HOUR : DAY).format(new Date(at)).replace(",", "");
}

/** From when to when, and by whose clock days begin. */
export function spanWords({ step, from, series }: Figures): string {
  const last = series[0]?.points.at(-1)?.at ?? from;
  const zone = step === "day" ? ", in days of UTC" : "";
  return `Numbers from ${timeWords(step, from)} to ${timeWords(step, last)}${zone}.`;
}

export function numberWords(number: number): string {
  return NUMBER.format(number);
}

/** Beside a picture's number, while no moment of it is chosen. */
export function wholeWords(name: FigureName, step: Step): string {
  return name === "active_people" ? `most per ${step}` : "in all";
}

/** The parts of a moment that are there, as in "Password 2, Passkey 1". */
export function partWords(labels: readonly string[], parts: readonly number[]): string {
  const told = labels.flatMap((label, at) =>
    parts[at] ? `${labelWords(label)} ${numberWords(parts[at])}` : [],
  );
  return told.join(", ");
}

/** All of a moment, for those who hear it. */
export function momentWords(step: Step, labels: readonly string[], { at, total, parts }: Moment): string {
  const told = partWords(labels, parts);
  return `${timeWords(step, at)}: ${numberWords(total)}${told && ` (${told})`}`;
}
