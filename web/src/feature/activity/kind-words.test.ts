import { expect, it } from "vitest";
import type { Happening } from "./api";
import { byDay, circumstances, happened, wasStopped } from "./kind-words";

const event = (change: Partial<Happening>): Happening => ({
  id: "e",
  kind: "signed_in",
  description: "The server's own sentence.",
  outcome: "done",
  actor: "client",
  happened_at: "2026-11-22T12:00:00",
  ...change,
});

it("tells what happened in words, also of a kind that is not known here", () => {
  expect(happened(event({}))).toBe("Signed in");
  expect(happened(event({ kind: "constructor" }))).toBe("The server's own sentence.");
  expect(happened(event({ kind: "toaster_added" }))).toBe("The server's own sentence.");
});

it("tells when, from where and with what, as far as it is known", () => {
  expect(circumstances(event({ network: "192.0.2.7", browser: "Firefox", os: "Linux" }))).toBe(
    "12:00 · Firefox on Linux · 192.0.2.7",
  );
  expect(circumstances(event({ network: null }))).toBe("12:00");
  expect(circumstances(event({ actor: "operator" }))).toBe("12:00 · by whoever runs this journal");
});

it("tells a wrong password from a closed account", () => {
  const words = ["sign_in_failed", "proof_failed", "guesses_limited", "sign_in_refused"].map((kind) =>
    happened(event({ kind })),
  );
  expect(words).toEqual([
    "A sign-in with a wrong password",
    "A wrong password from a device that is signed in",
    "Too many wrong tries: whoever made them has to wait",
    "A sign-in while your account was closed",
  ]);
});

it("what was refused stands out", () => {
  expect([wasStopped(event({})), wasStopped(event({ outcome: "refused" }))]).toEqual([false, true]);
});

it("gathers the events of a day, and keeps their order", () => {
  const days = byDay([
    event({ id: "c", happened_at: "2026-11-22T12:00:00" }),
    event({ id: "b", happened_at: "2026-11-22T08:00:00" }),
    event({ id: "a", happened_at: "2026-11-20T08:00:00" }),
  ]);
  expect(days.map(({ day, items }) => [day.replace(",", ""), items.map(({ id }) => id)])).toEqual([
    ["Sunday 22 November 2026", ["c", "b"]],
    ["Friday 20 November 2026", ["a"]],
  ]);
});
