import type { Shape } from "@/api/client";

let count = 0;

/** An entry as the server gives it. */
export function anEntry(change: Partial<Shape<"Entry">> = {}): Shape<"Entry"> {
  count += 1;
  return {
    id: `00000000-0000-7000-8000-${String(count).padStart(12, "0")}`,
    author_id: "00000000-0000-7000-8000-00000000ada0",
    title: "The lake",
    content: "We walked.",
    tags: [],
    is_favorite: false,
    word_count: 2,
    char_count: 10,
    version: 1,
    happened_at: "2026-11-22T07:41:00Z",
    time_zone: "Europe/Zurich",
    created_at: "2026-11-22T07:41:00Z",
    updated_at: "2026-11-22T07:41:00Z",
    ...change,
  };
}
