/** How much of the time that was is shown. */
export type Span = "24h" | "7d" | "30d" | "90d";

export const SPANS: readonly { value: Span; words: string }[] = [
  { value: "24h", words: "24 hours" },
  { value: "7d", words: "7 days" },
  { value: "30d", words: "30 days" },
  { value: "90d", words: "90 days" },
];

const HOUR = 3_600_000;
const PARTS = {
  "24h": { step: "hour", length: HOUR, count: 24 },
  "7d": { step: "day", length: 24 * HOUR, count: 7 },
  "30d": { step: "day", length: 24 * HOUR, count: 30 },
  "90d": { step: "day", length: 24 * HOUR, count: 90 },
} as const;

/** What the server is asked: it begins with the whole hour or day in which `from` lies, and ends with this one. */
export function questionFor(span: Span, now: Date): { step: "hour" | "day"; from: string } {
  const { step, length, count } = PARTS[span];
  return { step, from: new Date(now.getTime() - (count - 1) * length).toISOString() };
}
