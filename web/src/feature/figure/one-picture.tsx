import { useState } from "react";
import { Bars, groundOf } from "@/ui/bars";
import { cx } from "@/ui/cx";
import type { Step } from "./api";
import { FigureTable } from "./figure-table";
import { FIGURES, labelWords, momentWords, numberWords, timeWords, wholeWords } from "./figure-words";
import { type Picture, partsOf, wholeOf } from "./pictures-of";

type OnePictureProps = { picture: Picture; step: Step; isTable: boolean };

/** One figure: what it is altogether, or at the moment that is pointed at, and its bars or its table. */
export function OnePicture({ picture, step, isTable }: OnePictureProps) {
  const [chosen, choose] = useState<number>();
  const { name, labels, moments } = picture;
  const moment = chosen === undefined ? undefined : moments[chosen];
  const parts = moment?.parts ?? partsOf(picture);
  const bars = moments.map((one) => ({ parts: one.parts, words: momentWords(step, labels, one) }));
  return (
    <section aria-label={FIGURES[name]} className="min-w-0">
      <h3 className="text-sm font-[520]">{FIGURES[name]}</h3>
      <p className="mb-2 flex flex-wrap items-baseline gap-x-2">
        <span className="text-lg font-[580] tabular-nums">
          {numberWords(moment?.total ?? wholeOf(picture))}
        </span>
        <span className="text-xs text-quiet">
          {moment ? timeWords(step, moment.at) : wholeWords(name, step)}
        </span>
      </p>
      {isTable ? (
        <FigureTable picture={picture} step={step} />
      ) : (
        <Bars label={`${FIGURES[name]} by ${step}`} bars={bars} chosen={chosen} onChoose={choose} />
      )}
      {!isTable && labels.length > 0 && (
        <ul className="mt-2 text-xs">
          {labels.map((label, part) => (
            <li key={label} className="flex items-baseline gap-2">
              <span aria-hidden="true" className={cx("size-2 flex-none rounded-[2px]", groundOf(part))} />
              <span className="min-w-0 flex-1">{labelWords(label)}</span>
              <span className="tabular-nums">{numberWords(parts[part] ?? 0)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
