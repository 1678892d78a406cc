import { cx } from "@/ui/cx";
import type { Step } from "./api";
import { FIGURES, numberWords, partWords, timeWords } from "./figure-words";
import type { Picture } from "./pictures-of";

/** What the bars draw, in words and numbers, the newest first. */
export function FigureTable({ picture, step }: { picture: Picture; step: Step }) {
  const { name, labels } = picture;
  const moments = picture.moments.filter(({ total }) => total > 0).reverse();
  const none = step === "hour" ? "Hours without any are left out." : "Days without any are left out.";
  if (moments.length === 0) return <p className="border-t border-line py-2 text-sm text-quiet">None.</p>;
  return (
    // A region that scrolls has to be reached by keys.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: so that the arrow keys scroll it
    <section aria-label={`${FIGURES[name]} as a table`} tabIndex={0} className="max-h-72 overflow-y-auto">
      <table className={cx("table-fixed text-left text-sm", labels.length ? "w-full" : "w-52")}>
        <caption className="pb-1 text-left text-xs text-quiet">{none}</caption>
        <thead>
          <tr className="text-xs text-quiet">
            <th scope="col" className="w-32 py-1 pr-4 font-[520]">
              {step === "hour" ? "Hour" : "Day"}
            </th>
            <th scope="col" className="w-20 py-1 pr-4 text-right font-[520]">
              Number
            </th>
            {labels.length > 0 && (
              <th scope="col" className="py-1 font-[520]">
                Of which
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {moments.map(({ at, total, parts }) => (
            <tr key={at} className="border-t border-line align-baseline">
              <th scope="row" className="py-1 pr-4 font-normal">
                {timeWords(step, at)}
              </th>
              <td className="py-1 pr-4 text-right tabular-nums">{numberWords(total)}</td>
              {labels.length > 0 && <td className="py-1">{partWords(labels, parts)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
