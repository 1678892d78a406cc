import { invertedEffects } from "@codemirror/commands";
import {
  type EditorState,
  type Extension,
  RangeSet,
  RangeValue,
  StateEffect,
  StateField,
  type Transaction,
} from "@codemirror/state";

/**
 * Keeps the text byte for byte although the editor knows only lines. The ending that most lines have is the text's
 * own, and new lines get it; every line break that differs is marked, and the mark moves with the text, goes with the
 * break, and comes back when the deletion is undone.
 */

const BREAK = /\r\n?|\n/g;

class Ending extends RangeValue {
  // Typing at the end of a line, or at the start of the next, leaves the break between them alone.
  override startSide = 1;
  override endSide = -1;
  readonly text: string;

  constructor(text: string) {
    super();
    this.text = text;
  }

  override eq(other: Ending): boolean {
    return this.text === other.text;
  }
}

type Endings = { usual: string; others: RangeSet<Ending> };

const restored = StateEffect.define<{ at: number; text: string }>({
  map: ({ at, text }, changes) => ({ at: changes.mapPos(at, 1), text }),
});

const endings = StateField.define<Endings>({
  create: () => ({ usual: "\n", others: RangeSet.empty }),
  update: (value, transaction) => {
    const back = transaction.effects.filter((effect) => effect.is(restored));
    if (!transaction.docChanged && back.length === 0) return value;
    const marks = back
      .map(({ value: { at, text } }) => ({ at, text }))
      .filter(({ at }) => transaction.newDoc.sliceString(at, at + 1) === "\n")
      .map(({ at, text }) => new Ending(text).range(at, at + 1));
    const others = value.others.map(transaction.changes).update({ add: marks, sort: true });
    return { ...value, others };
  },
});

/** Which marks an edit takes away, to be put back when it is undone. */
function takenAway(transaction: Transaction): StateEffect<unknown>[] {
  const lost: StateEffect<unknown>[] = [];
  const { others } = transaction.startState.field(endings);
  transaction.changes.iterChangedRanges((from, to) => {
    others.between(from, to, (at, end, { text }) => {
      if (at >= from && end <= to) lost.push(restored.of({ at, text }));
    });
  });
  return lost;
}

/** What the editor needs to give `text` back unchanged: the document in its terms, and the extension that remembers. */
export function exactly(text: string): { doc: string; extension: Extension } {
  const found = Array.from(text.matchAll(BREAK), ([ending]) => ending);
  const usual = commonest(found);
  const lines = text.split(BREAK);
  let at = 0;
  const marks = [];
  for (const [index, ending] of found.entries()) {
    at += lines[index]?.length ?? 0;
    if (ending !== usual) marks.push(new Ending(ending).range(at, at + 1));
    at += 1;
  }
  const others = RangeSet.of(marks);
  return {
    doc: lines.join("\n"),
    extension: [endings.init(() => ({ usual, others })), invertedEffects.of(takenAway)],
  };
}

/** The text of the editor, with every line ending as it was. */
export function textOf(state: EditorState): string {
  const { usual, others } = state.field(endings);
  const parts: string[] = [];
  let from = 0;
  for (let mark = others.iter(); mark.value; mark.next()) {
    parts.push(state.doc.sliceString(from, mark.from, usual), mark.value.text);
    from = mark.to;
  }
  parts.push(state.doc.sliceString(from, state.doc.length, usual));
  return parts.join("");
}

function commonest(found: string[]): string {
  const count = (ending: string) => found.filter((one) => one === ending).length;
  return ["\n", "\r\n", "\r"].reduce((best, ending) => (count(ending) > count(best) ? ending : best));
}
