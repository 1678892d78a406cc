import cases from "@server/tests/account/password-cases.json";
import { describe, expect, it } from "vitest";
import { judge } from "./judge";

const said = (password: string) => {
  const { enough, word } = judge(password, cases.email, cases.username);
  if (word === "Too short") return "too_short";
  if (word === "Too long") return "too_long";
  return enough ? "fine" : "too_weak";
};

describe("the cases that page and server share", () => {
  it.each(cases.cases)("$password ($times times) is $verdict", ({ password, times = 1, verdict }) => {
    expect(said(password.repeat(times))).toBe(verdict);
  });
});
