export type RoleFields = { name: string; scopes: string[]; reason: string };

/** Every scope that a role may grant, as the server names them. */
export const SCOPES = [
  "entries:read",
  "entries:write",
  "profile:read",
  "profile:write",
  "sessions:read",
  "sessions:write",
  "admin:read",
  "admin:write",
] as const;

/** What is wrong with what was typed, by field; nothing when it can be sent. */
export function complaintsOf(
  fields: RoleFields,
  isChange: boolean,
): Partial<Record<keyof RoleFields, string>> {
  const complaints: Partial<Record<keyof RoleFields, string>> = {};
  if (!isChange && !/^[a-z][a-z0-9-]{1,23}$/.test(fields.name))
    complaints.name = "A name is 2 to 24 small letters, digits and hyphens, and begins with a letter.";
  if (fields.scopes.length === 0) complaints.scopes = "Choose at least one.";
  if (isChange && !fields.reason.trim()) complaints.reason = "Say why.";
  return complaints;
}
