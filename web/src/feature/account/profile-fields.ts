import type { Me } from "@/api/me";
import { z } from "@/api/zod";
import type { ProfileChange } from "./api";

/** What the page can tell before it asks; the server decides, with the same sentences. An empty field means none. */
export const profileFields = z.object({
  display_name: z.string().trim().max(80, "A name has 1 to 80 characters."),
  username: z
    .string()
    .trim()
    .regex(/^$|^[\p{L}\p{N}._-]{3,32}$/u, "3 to 32 letters, digits, dots, underscores or hyphens."),
  time_zone: z.string(),
  locale: z.string(),
});

export type ProfileFields = z.infer<typeof profileFields>;

export function fieldsOf(me: Me): ProfileFields {
  return {
    display_name: me.display_name ?? "",
    username: me.username ?? "",
    time_zone: me.time_zone ?? "",
    locale: me.locale ?? "",
  };
}

/** Only what became different: another tab may have changed the rest. */
export function changeOf(me: Me, fields: ProfileFields): ProfileChange {
  const before = fieldsOf(me);
  const names = ["display_name", "username", "time_zone", "locale"] as const;
  return Object.fromEntries(
    names.filter((name) => fields[name] !== before[name]).map((name) => [name, fields[name] || null]),
  );
}
