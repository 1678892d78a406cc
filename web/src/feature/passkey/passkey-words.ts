import type { Passkey } from "./api";

const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });

/** Who keeps it, when it was added and when it was last used. */
export function passkeyStory({ name, provider, created_at, last_used_at }: Passkey): string {
  const added = `added ${DAY.format(new Date(created_at))}`;
  const used = last_used_at ? `last used ${DAY.format(new Date(last_used_at))}` : "not used yet";
  const keeper = provider && provider !== name ? [provider] : [];
  const words = [...keeper, added, used].join(" · ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
