import { describe, expect, it } from "vitest";
import { SentEvents } from "./sent-events";

const take = (...pieces: string[]) => {
  const events = new SentEvents();
  return pieces.flatMap((piece) => events.take(piece));
};

describe("an event stream in pieces", () => {
  it("gives a message when its empty line has come, and not before", () => {
    expect(take('event: entry_changed\ndata: {"id":"e"}\n')).toEqual([]);
    expect(take('event: entry_changed\ndata: {"id":"e"}\n', "\n")).toEqual([
      { event: "entry_changed", data: '{"id":"e"}' },
    ]);
  });

  it("may be cut anywhere, also inside of a line's end", () => {
    const text = "event: a\r\ndata: one\r\ndata:two\r\n\r\n: a comment\r\n\r\nevent:b\rdata\r\rdata: x\n\n";
    const whole = take(text);
    expect(whole).toEqual([
      { event: "a", data: "one\ntwo" },
      { event: "b", data: "" },
      { event: "message", data: "x" },
    ]);
    for (let cut = 1; cut < text.length; cut += 1)
      expect(take(text.slice(0, cut), text.slice(cut))).toEqual(whole);
    expect(take(...text)).toEqual(whole);
  });

  it("says nothing for comments, ids and retry times", () => {
    expect(take(": alive\n\nid: 7\nretry: 10\n\n\n")).toEqual([]);
  });
});
