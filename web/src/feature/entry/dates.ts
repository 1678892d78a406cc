/** Days and months as the writer lived them: in the entry's own time zone, wherever it is read. */

export type Lived = { happened_at: string; time_zone?: string | null };

/** "Sunday, 22 November 2026, 08:41 · Zurich"; the place only where it is not the reader's own. */
export function longDate(lived: Lived): string {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const text = format(lived, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const time = format(lived, { hour: "2-digit", minute: "2-digit" });
  const place = lived.time_zone && lived.time_zone !== own ? ` · ${cityOf(lived.time_zone)}` : "";
  return `${text.replace(/^(\w+) /, "$1, ")}, ${time}${place}`;
}

/** "November 2026" */
export function monthOf(lived: Lived): string {
  return format(lived, { month: "long", year: "numeric" });
}

/** "22" */
export function dayOf(lived: Lived): string {
  return format(lived, { day: "numeric" });
}

/** "Sun" */
export function weekdayOf(lived: Lived): string {
  return format(lived, { weekday: "short" });
}

function format({ happened_at, time_zone }: Lived, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(happened_at);
  try {
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: time_zone ?? undefined }).format(date);
  } catch {
    // A zone that this browser does not know yet: better the reader's own time than none.
    return new Intl.DateTimeFormat("en-GB", options).format(date);
  }
}

function cityOf(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}
