// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { ApiError, unreachable } from "@/api/problem";
import { anEntry } from "@/test/entries";
import { autosaveDelay } from "./autosave-delay";
import { byMonth } from "./by-month";
import { wordsIn } from "./count-words";
import { longDate, weekdayOf } from "./dates";
import type { EntryItem } from "./page";
import { saveWords } from "./save-words";
import type { Phase } from "./saving";
import { savingFrom } from "./start";
import { withTag } from "./tag-names";

describe("days", () => {
  const late = { happened_at: "2026-11-30T23:30:00Z", time_zone: "Asia/Tokyo" };

  it("are those of the place where it was written", () => {
    expect(longDate(late)).toBe("Tuesday, 1 December 2026, 08:30 · Tokyo");
    expect(weekdayOf({ ...late, time_zone: "America/New_York" })).toBe("Mon");
  });

  it("are the reader's own when the place is not known", () => {
    expect(longDate({ ...late, time_zone: "Mars/Olympus" })).toContain("2026");
  });

  it("cut the list into months and leave its order", () => {
    const item = (happened_at: string): EntryItem => ({
      ...anEntry({ happened_at, time_zone: "UTC" }),
      excerpt: "",
    });
    const months = byMonth(
      ["2026-11-22", "2026-11-02", "2026-10-29", "2026-11-01"].map((day) => item(`${day}T12:00:00Z`)),
    );
    expect(months.map(({ name, items }) => [name, items.length])).toEqual([
      ["November 2026", 2],
      ["October 2026", 1],
      ["November 2026", 1],
    ]);
  });
});

describe("words", () => {
  it("are what stands between white space", () => {
    expect(wordsIn("")).toBe("0 words");
    expect(wordsIn(" one\n")).toBe("1 word");
    expect(wordsIn("one\r\ntwo\tthree — four")).toBe("5 words");
    expect(wordsIn("x ".repeat(1_234))).toBe("1,234 words");
  });
});

describe("tags", () => {
  it("lose the sign in front and the space around", () => {
    expect(withTag([], " #walks ")).toEqual(["walks"]);
    expect(withTag(["walks"], " # ")).toEqual(["walks"]);
  });

  it("are there once, in whatever case", () => {
    const tags = ["Walks"];
    expect(withTag(tags, "walks")).toBe(tags);
  });
});

describe("the save state", () => {
  const entry = anEntry();
  const word = (phase: Phase, isKept = true) =>
    saveWords({ saving: { ...savingFrom(null, entry), phase }, edition: 0, isKept }).word;

  it.each<[Phase, string]>([
    [{ kind: "clean" }, "Saved"],
    [{ kind: "waiting" }, "Saving"],
    [{ kind: "sending" }, "Saving"],
    [{ kind: "away", error: unreachable() }, "Offline – kept on this device"],
    [
      { kind: "away", error: new ApiError({ status: 503, code: "unavailable" }) },
      "Server busy – kept on this device",
    ],
    [{ kind: "locked" }, "Signed out – kept on this device"],
    [{ kind: "conflict", theirs: entry }, "Changed elsewhere – choose below"],
    [{ kind: "gone" }, "Deleted elsewhere – kept on this device"],
    [{ kind: "refused", error: unreachable() }, "Not saved – kept on this device"],
  ])("is a word for %o", (phase, expected) => {
    expect(word(phase)).toBe(expected);
  });

  it("does not promise what this browser does not keep", () => {
    expect(word({ kind: "away", error: unreachable() }, false)).toBe("Offline – keep this tab open");
  });
});

describe("the delay of the save", () => {
  it("is 800 ms, or what is set", () => {
    expect(autosaveDelay()).toBe(800);
    localStorage.setItem("journal:autosave-delay", "50");
    expect(autosaveDelay()).toBe(50);
    localStorage.setItem("journal:autosave-delay", "soon");
    expect(autosaveDelay()).toBe(800);
  });
});
