import { expect, it } from "vitest";
import { countdown, roughly } from "./time-left";

it.each([
  [0, "0:00"],
  [59, "0:59"],
  [845, "14:05"],
  [3_600, "1:00:00"],
  [86_399, "23:59:59"],
])("%i seconds show as %s", (seconds, words) => {
  expect(countdown(seconds)).toBe(words);
});

it("what is said aloud changes once a minute at most", () => {
  expect(roughly(900)).toBe("about 15 minutes");
  expect(new Set(Array.from({ length: 60 }, (_, second) => roughly(121 + second)))).toEqual(
    new Set(["about 3 minutes"]),
  );
  expect(roughly(60)).toBe("less than a minute");
  expect(roughly(86_400)).toBe("about 24 hours");
});
