import { fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { session } from "@/api/live-session";
import { show } from "@/test/screen";
import { problem, stubServer, tokenAnswer } from "@/test/server";
import type { FigureName, Figures } from "./api";
import { labelWords, momentWords } from "./figure-words";
import { Pictures } from "./pictures";
import { partsOf, picturesOf, wholeOf } from "./pictures-of";
import { questionFor } from "./spans";

const DAYS = ["2026-02-27T00:00:00Z", "2026-02-28T00:00:00Z", "2026-03-01T00:00:00Z"];

function series(name: FigureName, values: number[], label?: string) {
  return { name, label, points: values.map((value, day) => ({ at: DAYS[day] ?? "", value })) };
}

const FIGURES: Figures = {
  step: "day",
  from: "2026-02-27T00:00:00Z",
  to: "2026-03-02T00:00:00Z",
  series: [
    series("active_people", [2, 5, 3]),
    series("sign_ins", [0, 1, 0], "passkey"),
    series("sign_ins", [1, 2, 4], "password"),
    series("sign_in_failures", [0, 0, 2], "invalid_credentials"),
    series("refreshes", [900, 1200, 0]),
    series("refresh_retries", [0, 0, 0]),
    series("refresh_reuses", [0, 0, 0]),
  ],
};

beforeEach(async () => {
  stubServer({ "POST /api/auth/login": tokenAnswer("root") });
  await session.signIn({ identifier: "root", password: "p" });
});

async function open(body: Figures = FIGURES) {
  const server = stubServer({ "GET /api/admin/figures": { body } });
  const onSpan = vi.fn();
  show(<Pictures onSpan={onSpan} />);
  const one = await screen.findByRole("region", { name: "Sign-ins" });
  return { server, onSpan, one, user: userEvent.setup() };
}

it("tells each figure as a whole, by way and by reason", async () => {
  const { one } = await open();
  expect(one.textContent).toBe("Sign-ins8in allPassword7Passkey1");
  expect(screen.getByRole("region", { name: "Active people" }).textContent).toBe(
    "Active people5most per day",
  );
  expect(screen.getByRole("region", { name: "Refreshes" }).textContent).toContain("2,100");
  expect(screen.getByRole("region", { name: "Refused sign-ins" }).textContent).toContain("Did not match2");
});

it("tells a moment that is reached by keys, and the whole again afterwards", async () => {
  const { one } = await open();
  const slider = within(one).getByRole<HTMLInputElement>("slider", { name: "Sign-ins by day" });
  fireEvent.focus(slider);
  expect(slider.getAttribute("aria-valuetext")).toBe("Sun 1 Mar: 4 (Password 4)");
  fireEvent.change(slider, { target: { value: "1" } });
  expect(one.textContent).toBe("Sign-ins3Sat 28 FebPassword2Passkey1");
  fireEvent.blur(slider);
  expect(one.textContent).toContain("8in all");
});

it("draws a bar as high as its number, with the larger part below", async () => {
  const { one } = await open();
  const bars = [...one.querySelectorAll("rect")].map((bar) => [
    bar.getAttribute("y"),
    bar.getAttribute("height"),
  ]);
  expect(bars).toEqual([
    ["3", "1"],
    ["3", "0"],
    ["2", "2"],
    ["1", "1"],
    ["0", "4"],
    ["0", "0"],
  ]);
});

it("shows tables behind the switch, the newest first and without what was not", async () => {
  const { one, user } = await open();
  await user.click(screen.getByRole("switch", { name: "As tables" }));
  expect(screen.queryByRole("slider")).toBeNull();
  const rows = within(one).getAllByRole("row").slice(1);
  expect(rows.map(({ textContent }) => textContent)).toEqual([
    "Sun 1 Mar4Password 4",
    "Sat 28 Feb3Password 2, Passkey 1",
    "Fri 27 Feb1Password 1",
  ]);
  expect(screen.getByRole("region", { name: "Old tokens reused" }).textContent).toContain("None.");
});

it("asks for another time", async () => {
  const { onSpan, user } = await open();
  expect(screen.getByRole<HTMLInputElement>("radio", { name: "30 days" }).checked).toBe(true);
  await user.click(screen.getByRole("radio", { name: "24 hours" }));
  expect(onSpan).toHaveBeenCalledWith("24h");
});

it("says when nothing was counted", async () => {
  const none = FIGURES.series
    .filter(({ label }) => !label)
    .map((one) => ({ ...one, points: one.points.map(({ at }) => ({ at, value: 0 })) }));
  stubServer({ "GET /api/admin/figures": { body: { ...FIGURES, series: none } } });
  show(<Pictures onSpan={() => {}} />);
  expect(await screen.findByText(/Nothing was counted in this time/)).toBeTruthy();
});

it("says what went wrong and tries again, and who may not see it sees nothing", async () => {
  stubServer({ "GET /api/admin/figures": problem(503, "unavailable") });
  const { unmount } = show(<Pictures onSpan={() => {}} />);
  const alert = await screen.findByRole("alert");
  stubServer({ "GET /api/admin/figures": { body: FIGURES } });
  await userEvent.setup().click(within(alert).getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("region", { name: "Sign-ins" })).toBeTruthy();
  unmount();

  stubServer({ "GET /api/admin/figures": problem(403, "forbidden") });
  const { container } = show(<Pictures onSpan={() => {}} />);
  await vi.waitFor(() => expect(container.textContent).toBe(""));
});

it("asks for as many whole hours or days as it says", () => {
  const now = new Date("2026-03-01T09:20:00Z");
  expect(questionFor("24h", now)).toEqual({ step: "hour", from: "2026-02-28T10:20:00.000Z" });
  expect(questionFor("7d", now)).toEqual({ step: "day", from: "2026-02-23T09:20:00.000Z" });
  expect(questionFor("90d", now).from).toBe("2025-12-02T09:20:00.000Z");
});

it("makes a picture of a figure that never happened, and knows the most of what does not add up", () => {
  const pictures = picturesOf({ series: FIGURES.series.filter(({ name }) => name === "active_people") });
  expect(pictures.map(({ moments }) => moments.length)).toEqual([3, 3, 3, 3, 3, 3]);
  expect(pictures.map(wholeOf)).toEqual([5, 0, 0, 0, 0, 0]);
  const [, signIns] = picturesOf(FIGURES);
  expect(signIns && partsOf(signIns)).toEqual([7, 1]);
});

it("has words for ways that are not known here", () => {
  expect(labelWords("hard_token")).toBe("hard token");
  const moment = { at: "2026-03-01T00:00:00Z", total: 1234, parts: [1234] };
  expect(momentWords("day", [], moment)).toBe("Sun 1 Mar: 1,234");
});
