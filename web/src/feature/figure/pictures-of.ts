import type { FigureName, Figures } from "./api";

/** What happened within one hour or day: the whole, and the part of each label. */
export type Moment = { at: string; total: number; parts: number[] };

/** One figure over time. */
export type Picture = {
  name: FigureName;
  /** What its parts are called, the largest first; empty where it has no parts. */
  labels: string[];
  moments: Moment[];
};

const ORDER: readonly FigureName[] = [
  "active_people",
  "sign_ins",
  "sign_in_failures",
  "refreshes",
  "refresh_retries",
  "refresh_reuses",
];

/** A picture of every figure, also of one that never happened. */
export function picturesOf({ series }: Pick<Figures, "series">): Picture[] {
  const times = series[0]?.points.map(({ at }) => at) ?? [];
  return ORDER.map((name) => {
    const found = series
      .filter((one) => one.name === name)
      .map(({ label, points }) => ({ label, values: points.map(({ value }) => value) }))
      .sort((a, b) => sum(b.values) - sum(a.values));
    const moments = times.map((at, step) => {
      const parts = found.map(({ values }) => values[step] ?? 0);
      return { at, total: sum(parts), parts };
    });
    return { name, labels: found.flatMap(({ label }) => label ?? []), moments };
  });
}

/** How much it is altogether. People who come every day would count as many, so of them it is the most at once. */
export function wholeOf({ name, moments }: Picture): number {
  const totals = moments.map(({ total }) => total);
  return name === "active_people" ? Math.max(0, ...totals) : sum(totals);
}

/** How much of each part it is altogether. */
export function partsOf({ labels, moments }: Picture): number[] {
  return labels.map((_, at) => sum(moments.map(({ parts }) => parts[at] ?? 0)));
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
