import { fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Sought } from "./api";
import { SearchForm } from "./search-form";

let begun: Sought[];
beforeEach(() => {
  vi.useFakeTimers();
  begun = [];
});
afterEach(() => {
  vi.useRealTimers();
});

function Searching() {
  const [sought, setSought] = useState<Sought>({});
  const onSeek = (next: Sought) => {
    begun.push(next);
    setSought(next);
  };
  return <SearchForm sought={sought} roles={["support", "user"]} onSeek={onSeek} />;
}

const type = (words: string) =>
  fireEvent.change(screen.getByLabelText("Search"), { target: { value: words } });

it("a search begins by itself after a pause, and at once on Enter, without a second one after it", () => {
  render(<Searching />);
  type("ada");
  expect(begun).toEqual([]);
  vi.advanceTimersByTime(300);
  expect(begun).toEqual([{ q: "ada" }]);
  type("grace");
  fireEvent.submit(screen.getByLabelText("Search"));
  vi.advanceTimersByTime(300);
  expect(begun).toEqual([{ q: "ada" }, { q: "grace" }]);
});

it.each([
  ["Role", { role: "support" }],
  ["State", { state: "disabled" }],
])("%s chosen while typed words still wait is kept, and one search begins", (label, chosen) => {
  render(<Searching />);
  type("ada");
  fireEvent.change(screen.getByLabelText(label), { target: { value: Object.values(chosen)[0] } });
  vi.advanceTimersByTime(300);
  expect(begun).toEqual([{ q: "ada", ...chosen }]);
});
