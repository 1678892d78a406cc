import { expect, it } from "vitest";
import type { Invite } from "./api";
import { stateOf, storyOf, usesTyped } from "./invite-words";

const NOW = new Date("2026-11-22T12:00:00Z");

function anInvite(change: Partial<Invite> = {}): Invite {
  return {
    id: "i",
    note: "",
    state: "open",
    uses: 1,
    used: 0,
    pending: 0,
    created_by: "00000000-0000-7000-8000-00000000ada0",
    created_at: "2026-11-20T12:00:00Z",
    expires_at: "2026-12-04T12:00:00Z",
    ...change,
  };
}

it("tells how much was used, until when it holds and when it was made", () => {
  expect(storyOf(anInvite(), NOW)).toBe("for one person · until 4 December 2026 · made 20 November 2026");
  expect(storyOf(anInvite({ uses: 5, used: 2, pending: 1, created_by: null }), NOW)).toBe(
    "2 of 5 came, 1 on the way · until 4 December 2026 · made 20 November 2026 on the command line",
  );
  expect(storyOf(anInvite({ used: 1, expires_at: "2026-11-21T12:00:00Z" }), NOW)).toContain(
    "one person came · ended 21 November 2026",
  );
});

it("has a word for each state", () => {
  const states = (["open", "used_up", "expired", "revoked"] as const).map((state) => anInvite({ state }));
  expect(states.map(stateOf)).toEqual(["open", "used up", "expired", "withdrawn"]);
});

it("knows which numbers of people an invitation can be for", () => {
  expect(["1", " 30 ", "1000"].map(usesTyped)).toEqual([1, 30, 1000]);
  expect(["", "0", "1001", "-1", "1.5", "many", "1e2"].map(usesTyped)).toEqual(Array(7).fill(null));
});
