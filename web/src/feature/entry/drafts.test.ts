import { expect, it } from "vitest";
import { type Draft, draftsOf, forgetDraft, keepDraft } from "./drafts";

const draft = (change: Partial<Draft>): Draft => ({
  account: "ada",
  slot: "s",
  base: null,
  page: { title: "", content: "", tags: [], is_favorite: false },
  attempt: null,
  begun: { at: "2026-11-22T07:41:00Z", zone: "Europe/Zurich" },
  keptAt: 1,
  ...change,
});

it("keeps drafts by account and slot, and gives an account its own, the newest first", async () => {
  await keepDraft(draft({ slot: "old", keptAt: 1 }));
  await keepDraft(draft({ slot: "new", keptAt: 2 }));
  await keepDraft(draft({ account: "grace", slot: "hers" }));
  await keepDraft(draft({ slot: "old", keptAt: 3 }));
  expect((await draftsOf("ada")).map(({ slot }) => slot)).toEqual(["old", "new"]);
  expect((await draftsOf("grace")).map(({ slot }) => slot)).toEqual(["hers"]);
  await forgetDraft("ada", "old");
  expect((await draftsOf("ada")).map(({ slot }) => slot)).toEqual(["new"]);
});

it("keeps content byte for byte, lone surrogates and all", async () => {
  const content = "a\r\nb\rc\n\ud800 \u0000";
  await keepDraft(draft({ account: "bytes", page: { title: "", content, tags: [], is_favorite: false } }));
  expect((await draftsOf("bytes"))[0]?.page.content).toBe(content);
});
