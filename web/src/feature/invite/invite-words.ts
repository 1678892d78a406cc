import type { Invite } from "./api";

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });

const STATES: Record<Invite["state"], string> = {
  open: "open",
  used_up: "used up",
  expired: "expired",
  revoked: "withdrawn",
};

/** Whether it still lets somebody in, in a word. */
export function stateOf({ state }: Invite): string {
  return STATES[state];
}

/** How much of it was used, by when it ends or ended, and who made it. */
export function storyOf(invite: Invite, now: Date): string {
  const ends = new Date(invite.expires_at);
  const parts = [
    usesOf(invite),
    `${ends > now ? "until" : "ended"} ${DAY.format(ends)}`,
    `made ${DAY.format(new Date(invite.created_at))}${invite.created_by ? "" : " on the command line"}`,
  ];
  return parts.join(" · ");
}

function usesOf({ uses, used, pending }: Invite): string {
  const came = uses === 1 ? (used ? "one person came" : "for one person") : `${used} of ${uses} came`;
  return pending ? `${came}, ${pending} on the way` : came;
}

/** How long one may hold; days. */
export const LIVES = [
  { value: "1", words: "One day" },
  { value: "3", words: "Three days" },
  { value: "7", words: "A week" },
  { value: "14", words: "Two weeks" },
  { value: "30", words: "A month" },
  { value: "90", words: "Three months" },
  { value: "365", words: "A year" },
];

/** The most that the server gives one. */
export const MOST_USES = 1_000;

/** The number of people that was typed, or nothing when it is none that an invitation can be for. */
export function usesTyped(typed: string): number | null {
  const uses = Number(typed);
  return /^\d+$/.test(typed.trim()) && uses >= 1 && uses <= MOST_USES ? uses : null;
}
