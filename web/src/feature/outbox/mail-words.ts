import type { WaitingMail } from "./api";

const MOMENT = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});
const moment = (at: string): string => MOMENT.format(new Date(at));

/** What a mail is, as words; its text stays sealed. */
export function kindOf({ kind }: WaitingMail): string {
  if (!kind) return "A mail";
  const words = kind.replaceAll("-", " ");
  return words[0]?.toUpperCase() + words.slice(1);
}

/** About whom it is, as far as there is an account. */
export function aboutWhom({ account_email }: WaitingMail): string {
  return account_email ?? "somebody who registers";
}

/** Since when it waits, how often it was tried, and when it is tried next. */
export function storyOf(mail: WaitingMail): string {
  const tries = mail.attempts === 1 ? "tried once" : `tried ${mail.attempts} times`;
  const next = mail.next_attempt_at ? `next ${moment(mail.next_attempt_at)}` : "not tried any more";
  return [`from ${moment(mail.created_at)}`, mail.attempts ? tries : "not tried yet", next].join(" · ");
}
