import type { Token } from "./api";

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
const MOMENT = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  hour: "2-digit",
  minute: "2-digit",
});

export function hasEnded({ expires_at }: Token, now: Date): boolean {
  return new Date(expires_at) <= now;
}

/** When it ends, and when and from where it was last used. */
export function tokenStory(token: Token, now: Date): string {
  const ends = DAY.format(new Date(token.expires_at));
  const end = hasEnded(token, now) ? `Ran out on ${ends}` : `Until ${ends}`;
  if (!token.last_used_at) return `${end} · never used`;
  const used = `last used ${MOMENT.format(new Date(token.last_used_at))}`;
  return token.last_used_from ? `${end} · ${used} from ${token.last_used_from}` : `${end} · ${used}`;
}

/** For how long a token may hold, in days; the first is what the server gives when nothing is said. */
export const LIVES = [
  { value: "7", words: "7 days" },
  { value: "30", words: "30 days" },
  { value: "180", words: "180 days" },
  { value: "365", words: "a year" },
] as const;

/** When a token ends that holds for so many days from now; nothing for the usual. */
export function endAfter(days: string, now: Date): string | undefined {
  return days ? new Date(now.getTime() + Number(days) * 86_400_000).toISOString() : undefined;
}
