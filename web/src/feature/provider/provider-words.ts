import type { IconName } from "@/ui/icon";
import type { Connection, Provider } from "./api";

const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });

/** What stands before the name of each kind. */
export const MARKS: Record<Provider["kind"], IconName> = { google: "letter", github: "branch", oidc: "key" };

/** Who one is there, since when, and when that was last used. */
export function connectionStory({ shown_as, created_at, last_used_at }: Connection): string {
  const since = `connected ${DAY.format(new Date(created_at))}`;
  const used = last_used_at ? `last used ${DAY.format(new Date(last_used_at))}` : "not used yet";
  const words = [...(shown_as ? [shown_as] : []), since, used].join(" · ");
  return shown_as ? words : words.charAt(0).toUpperCase() + words.slice(1);
}
