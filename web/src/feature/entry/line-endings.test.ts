import { history, redo, undo } from "@codemirror/commands";
import { EditorState, type TransactionSpec } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { exactly, textOf } from "./line-endings";

function editor(text: string) {
  const { doc, extension } = exactly(text);
  let state = EditorState.create({ doc, extensions: [history(), extension] });
  const dispatch = (transaction: { state: EditorState }) => {
    state = transaction.state;
  };
  return {
    edit: (spec: TransactionSpec) => dispatch(state.update(spec)),
    undo: () => undo({ state, dispatch }),
    redo: () => redo({ state, dispatch }),
    text: () => textOf(state),
    doc: () => state.doc.toString(),
  };
}

const MIXED = "one\r\ntwo\nthree\rfour\r\n\r\nfive\n\r six\n";

describe("a text comes back byte for byte", () => {
  it.each([
    ["nothing", ""],
    ["one line", "a"],
    ["newlines", "a\nb\n\nc\n"],
    ["carriage return and newline", "a\r\nb\r\n\r\nc\r\n"],
    ["carriage returns", "a\rb\r\rc\r"],
    ["all three, mixed", MIXED],
    ["a return before a pair", "a\r\r\nb"],
    ["tabs and spaces at the ends", " \ta \t\n\u00a0b\u3000\n"],
    ["what only looks like a line break", "a\u2028b\u2029c\u0085d\u000be\u000cf"],
    ["letters in pieces, joined faces, marks of direction", "e\u0301 👩‍👩‍👧 \u202eabc\u202c \ufeff"],
  ])("%s", (_, text) => {
    expect(editor(text).text()).toBe(text);
  });

  it("for a thousand texts made by chance", () => {
    let seed = 7;
    const chance = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % below;
    };
    const parts = ["a", "\r", "\n", "\r\n", " ", "é"];
    for (let round = 0; round < 1000; round += 1) {
      const text = Array.from({ length: chance(30) }, () => parts[chance(parts.length)]).join("");
      expect(editor(text).text()).toBe(text);
    }
  });
});

describe("an edit changes its own place only", () => {
  it("typing at the end of a line leaves its ending", () => {
    const page = editor(MIXED);
    page.edit({ changes: { from: 3, insert: "!" } });
    expect(page.text()).toBe(MIXED.replace("one", "one!"));
  });

  it("typing at the start of the next line leaves the ending before it", () => {
    const page = editor("a\r\nb\nc\nd");
    page.edit({ changes: { from: 2, insert: "!" } });
    expect(page.text()).toBe("a\r\n!b\nc\nd");
  });

  it("a new line gets the ending that most lines have", () => {
    const page = editor("a\r\nb\r\nc\n");
    page.edit({ changes: { from: 1, insert: "\nnew" } });
    expect(page.text()).toBe("a\r\nnew\r\nb\r\nc\n");
  });

  it("a joined line takes its ending with it", () => {
    const page = editor("a\r\nb\nc\nd");
    page.edit({ changes: { from: 1, to: 2 } });
    expect(page.text()).toBe("ab\nc\nd");
  });

  it("undo brings the ending back, and redo takes it again", () => {
    const page = editor("a\r\nb\nc\rd\ne\n");
    page.edit({ changes: { from: 0, to: 6, insert: "x" } });
    expect(page.text()).toBe("xd\ne\n");
    page.undo();
    expect(page.text()).toBe("a\r\nb\nc\rd\ne\n");
    page.redo();
    expect(page.text()).toBe("xd\ne\n");
    page.undo();
    expect(page.text()).toBe("a\r\nb\nc\rd\ne\n");
  });

  it("an older undo finds its place after later edits", () => {
    const page = editor("a\r\nb\nc\nd");
    page.edit({ changes: { from: 1, to: 2 } });
    page.edit({ changes: { from: 0, insert: "start " } });
    page.undo();
    page.undo();
    expect(page.text()).toBe("a\r\nb\nc\nd");
  });
});
