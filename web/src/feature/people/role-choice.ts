import type { GivenRole } from "./api";

/** Whether somebody may give or take a role: nobody hands out what they lack, and `admin` admins alone. */
export function mayHandOut(role: GivenRole, me: { roles: string[]; scopes: string[] }): boolean {
  if (role.name === "admin" && !me.roles.includes("admin")) return false;
  return role.scopes.every((scope) => me.scopes.includes(scope));
}

/** These roles with one more, or without it; an admin is a user, too. */
export function withRole(roles: readonly string[], name: string, isChosen: boolean): string[] {
  const others = roles.filter((role) => role !== name);
  if (!isChosen) return others;
  return name === "admin" && !others.includes("user") ? [...others, "user", name] : [...others, name];
}
