import type { PointerEvent } from "react";
import { cx } from "./cx";

/** One bar: its parts from the bottom up, and all of it in words. */
export type Bar = { parts: readonly number[]; words: string };

type BarsProps = {
  label: string;
  bars: readonly Bar[];
  /** The bar that is pointed at, or reached by keys. */
  chosen: number | undefined;
  onChoose: (chosen: number | undefined) => void;
};

/** The accent in steps of lightness; the parts after those share the lightest. */
const SHADES = ["fill-accent", "fill-accent/70", "fill-accent/48", "fill-accent/30", "fill-accent/16"];
const GROUNDS = ["bg-accent", "bg-accent/70", "bg-accent/48", "bg-accent/30", "bg-accent/16"];
/** From so many bars on, gaps between them would be thinner than a pixel. */
const CROWD = 45;
/** What lies over the drawing and is no more than where one points: it shows only its focus. */
const RAIL =
  "absolute inset-0 m-0 size-full cursor-crosshair touch-pan-y appearance-none rounded-sm bg-transparent [&::-moz-range-thumb]:opacity-0 [&::-moz-range-track]:bg-transparent [&::-webkit-slider-thumb]:size-px [&::-webkit-slider-thumb]:appearance-none";

/** The colour of a part as a small ground, to put beside its name. */
export function groundOf(part: number): string {
  return GROUNDS[Math.min(part, GROUNDS.length - 1)] ?? "";
}

/** Bars beside each other. Each is reached by the pointer, and by the arrow keys as on a slider, which tells it. */
export function Bars({ label, bars, chosen, onChoose }: BarsProps) {
  const most = Math.max(1, ...bars.map(({ parts }) => heightOf(parts)));
  const last = bars.length - 1;
  const at = Math.min(chosen ?? last, last);
  const gap = bars.length < CROWD ? 0.1 : 0;
  const point = (event: PointerEvent<HTMLInputElement>) => {
    if (event.pointerType !== "mouse") return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const pointed = Math.floor(((event.clientX - left) / width) * bars.length);
    onChoose(Math.max(0, Math.min(pointed, last)));
  };
  return (
    <div className="relative h-16 border-b border-line">
      <svg
        viewBox={`0 0 ${bars.length} ${most}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        shapeRendering={gap ? undefined : "crispEdges"}
        className="size-full"
      >
        {chosen !== undefined && <rect x={at} y={0} width={1} height={most} className="fill-sunk" />}
        {bars.map(({ parts }, bar) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
          <g key={bar} className={cx(chosen !== undefined && bar !== at && "opacity-40")}>
            <Stack x={bar + gap} width={1 - 2 * gap} parts={parts} ground={most} />
          </g>
        ))}
      </svg>
      <input
        type="range"
        aria-label={label}
        aria-valuetext={bars[at]?.words}
        min={0}
        max={last}
        value={at}
        className={RAIL}
        // A pressed mouse would choose by the rules of sliders, which differ a little from where the bars are.
        onMouseDown={(event) => event.preventDefault()}
        onPointerMove={point}
        onPointerLeave={(event) => event.pointerType === "mouse" && onChoose(undefined)}
        onChange={({ target }) => onChoose(target.valueAsNumber)}
        onFocus={() => onChoose(at)}
        onBlur={() => onChoose(undefined)}
      />
    </div>
  );
}

type StackProps = { x: number; width: number; parts: readonly number[]; ground: number };

function Stack({ x, width, parts, ground }: StackProps) {
  return parts.map((height, part) => (
    <rect
      // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
      key={part}
      x={x}
      y={ground - heightOf(parts.slice(0, part + 1))}
      width={width}
      height={height}
      className={SHADES[Math.min(part, SHADES.length - 1)]}
    />
  ));
}

function heightOf(parts: readonly number[]): number {
  return parts.reduce((height, part) => height + part, 0);
}
