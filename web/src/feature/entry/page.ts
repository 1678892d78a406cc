import type { Shape } from "@/api/client";

export type Entry = Shape<"Entry">;
export type EntryItem = Shape<"EntryItem">;

/** What the person writes: the part of an entry that the desk may change. */
export type Page = { title: string; content: string; tags: string[]; is_favorite: boolean };

export const BLANK: Page = { title: "", content: "", tags: [], is_favorite: false };

/** The writable part of an entry. */
export function pageOf(entry: Entry): Page {
  const { title, content, tags, is_favorite } = entry;
  return { title, content, tags, is_favorite };
}

/** Whether two pages are equal, every byte of them. */
export function samePage(a: Page, b: Page): boolean {
  return (
    a.title === b.title &&
    a.content === b.content &&
    a.is_favorite === b.is_favorite &&
    a.tags.length === b.tags.length &&
    a.tags.every((tag, index) => tag === b.tags[index])
  );
}

/** A page that nobody would miss: no word in it. */
export function isBlank(page: Page): boolean {
  return page.title === "" && page.content === "";
}
