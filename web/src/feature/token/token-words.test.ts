import { expect, test } from "vitest";
import type { Token } from "./api";
import { endAfter, hasEnded, tokenStory } from "./token-words";

const NOW = new Date("2026-11-22T12:00:00Z");
const token: Token = {
  id: "1",
  name: "backup",
  scopes: ["entries:read"],
  created_at: "2026-11-01T00:00:00Z",
  issued_at: "2026-11-01T00:00:00Z",
  expires_at: "2027-01-30T12:00:00Z",
  last_used_at: null,
  last_used_from: null,
};

test("a token tells when it ends and whether it was used", () => {
  expect(tokenStory(token, NOW)).toBe("Until 30 January 2027 · never used");
  const used = { ...token, last_used_at: "2026-11-21T12:00:00Z", last_used_from: "192.0.2.7" };
  expect(tokenStory(used, NOW)).toContain("from 192.0.2.7");
});

test("one that has run out says so", () => {
  const over = { ...token, expires_at: "2026-11-22T12:00:00Z" };
  expect(hasEnded(over, NOW)).toBe(true);
  expect(hasEnded(token, NOW)).toBe(false);
  expect(tokenStory(over, NOW)).toMatch(/^Ran out on 22 November 2026/);
});

test("an end is so many days away, or the server's own", () => {
  expect(endAfter("7", NOW)).toBe("2026-11-29T12:00:00.000Z");
  expect(endAfter("", NOW)).toBeUndefined();
});
