import { ApiError } from "@/api/problem";
import { hasWords, say, sayCode } from "@/api/words";
import { paths } from "@/app/paths";

/** What a provider is called where its name is not known here. */
export const SOME_PROVIDER = "the provider";

/** What each refusal on the way back from a provider means, and what to do next. Codes are the server's. */
const WORDS: Record<string, (label: string) => string> = {
  access_denied: (label) =>
    `You turned back at ${label}, and nothing was changed. You can try again, or use another way.`,
  provider_refused: (label) =>
    `What ${label} answered did not hold, and nothing was changed. Try again, or use another way.`,
  provider_unavailable: (label) =>
    `${label} does not answer right now. Sign in another way; your pages are where you left them.`,
  flow_invalid: (label) =>
    `That took longer than ten minutes, was used already, or was begun in another browser. Begin once more with ${label}, from here.`,
  email_missing: (label) =>
    `${label} told no email address of yours. Start a journal with an address, then connect ${label} in your account.`,
  sign_in_first: (label) =>
    `Your address has a journal here. Sign in as you usually do, then connect ${label} in your account.`,
  identity_taken: (label) =>
    `That account at ${label} opens another journal. Use another one, or disconnect it there first.`,
  already_connected: (label) =>
    `${label} is connected to your journal. To connect another account of it, disconnect this one first.`,
  provider_unconfirmed: (label) =>
    `${label} was set aside when your account was recovered. Sign in another way, and confirm it under Providers.`,
  not_found: (label) =>
    `${label} is no way into this journal any more. Reload the page to see which ways there are.`,
};

/** The same, for somebody who is signed in: there is no other way to look for. */
const SIGNED_IN: typeof WORDS = {
  access_denied: (label) => `You turned back at ${label}, and nothing was changed. You can try again.`,
  provider_refused: (label) => `What ${label} answered did not hold, and nothing was changed. Try again.`,
  provider_unavailable: (label) =>
    `${label} does not answer right now. Nothing was changed; try again in a while.`,
};

type Place = "door" | "account";

/** A sentence for a refusal. */
export function sayRefusal(code: string, label: string, place: Place = "door"): string {
  const own = Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
  const words = place === "account" && Object.hasOwn(SIGNED_IN, code) ? SIGNED_IN[code] : own;
  if (words) return begin(words(label));
  if (hasWords(code)) return sayCode(code);
  return `Going on with ${label} did not work, and nothing was changed. You can try again, or use another way.`;
}

/** A sentence for why one could not even leave for the provider. */
export function sayOfProvider(error: unknown, label: string, place: Place = "door"): string {
  const isOwn = error instanceof ApiError && Object.hasOwn(WORDS, error.code);
  return isOwn ? sayRefusal(error.code, label, place) : say(error);
}

const NEXT = {
  email_missing: { to: paths.register, words: "Start with an address" },
  invite_required: { to: paths.register, words: "Enter an invitation" },
  invite_invalid: { to: paths.register, words: "Enter another invitation" },
  email_not_verified: { to: paths.checkMail, words: "Send the mail again" },
} as const;

/** The next step as a link, where it is on another page. */
export function nextAfter(code: string): (typeof NEXT)[keyof typeof NEXT] | null {
  return Object.hasOwn(NEXT, code) ? NEXT[code as keyof typeof NEXT] : null; // `hasOwn` does not tell the compiler
}

/** Where to go once signed in: what is left to do after some refusals is done among the providers. */
export function placeAfter(code: string | undefined): string {
  return code === "sign_in_first" || code === "provider_unconfirmed" ? paths.providers : paths.entries;
}

function begin(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
