import { expect, test } from "vitest";
import { choices, complaintsOf } from "./role-fields";

const support = { name: "support", scopes: ["admin:read"], reason: "" };

test("a new role needs a name and a scope, and no reason", () => {
  expect(complaintsOf(support, false)).toEqual({});
  for (const name of ["", "a", "Support", "a b", "1st", "x".repeat(25)])
    expect(complaintsOf({ ...support, name }, false)).toHaveProperty("name");
  expect(complaintsOf({ ...support, scopes: [] }, false)).toHaveProperty("scopes");
});

test("a change needs a reason", () => {
  expect(complaintsOf(support, true)).toHaveProperty("reason");
  expect(complaintsOf({ ...support, reason: "she asked" }, true)).toEqual({});
});

test("one chooses among what one may do oneself, and what is there stays", () => {
  expect(choices(["admin:read", "admin:write"], ["entries:read", "admin:read"])).toEqual([
    "admin:read",
    "admin:write",
    "entries:read",
  ]);
});
