/** A tag as it is kept: without the sign in front and the space around; null when nothing is left. */
export function asTag(typed: string): string | null {
  const name = typed.trim().replace(/^#+/, "").trim();
  return name === "" ? null : name;
}

/** The tags with one more; a tag that is there already, in whatever case, is not added twice. */
export function withTag(tags: string[], typed: string): string[] {
  const name = asTag(typed);
  const isThere = name === null || tags.some((tag) => tag.toLowerCase() === name.toLowerCase());
  return isThere ? tags : [...tags, name];
}
