import { monthOf } from "./dates";
import type { EntryItem } from "./page";

export type Month = { name: string; items: EntryItem[] };

/** The list cut where the month changes; its order stays as it came. */
export function byMonth(items: EntryItem[]): Month[] {
  const months: Month[] = [];
  for (const item of items) {
    const name = monthOf(item);
    const last = months.at(-1);
    if (last?.name === name) last.items.push(item);
    else months.push({ name, items: [item] });
  }
  return months;
}
