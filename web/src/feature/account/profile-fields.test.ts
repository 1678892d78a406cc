import { expect, it } from "vitest";
import type { Me } from "@/api/me";
import { languages, timeZones } from "./places";
import { changeOf, fieldsOf } from "./profile-fields";

const me: Me = {
  id: "00000000-0000-7000-8000-00000000ada0",
  email: "ada@example.com",
  username: "ada",
  display_name: null,
  time_zone: "Europe/Zurich",
  locale: null,
  roles: ["user"],
  scopes: [],
  is_verified: true,
  has_password: true,
  unconfirmed_passkeys: 0,
  unconfirmed_connections: 0,
  has_second_factor: false,
  must_enrol: false,
  created_at: "2026-11-22T07:41:00Z",
};

it("only what became different is sent, and what was emptied as nothing", () => {
  const fields = { ...fieldsOf(me), display_name: "Ada", time_zone: "" };
  expect(changeOf(me, fields)).toEqual({ display_name: "Ada", time_zone: null });
  expect(changeOf(me, fieldsOf(me))).toEqual({});
});

it("what is chosen already can be chosen, also when this browser does not know it", () => {
  expect(languages("gsw-CH").map(({ value }) => value)).toContain("gsw-CH");
  expect(timeZones("Mars/Olympus").map(({ value }) => value)).toContain("Mars/Olympus");
  expect(timeZones("").map(({ words }) => words)).toContain("America/New York");
});
