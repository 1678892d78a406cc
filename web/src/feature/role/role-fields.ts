export type RoleFields = { name: string; scopes: string[]; reason: string };

/** What can be chosen for a role: what one may do oneself, and what the role grants already. */
export function choices(own: readonly string[], granted: readonly string[]): string[] {
  return [...own, ...granted.filter((scope) => !own.includes(scope))];
}

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
