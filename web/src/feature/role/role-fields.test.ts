import { expect, test } from "vitest";
import { complaintsOf } from "./role-fields";

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
