import type { ComponentProps } from "react";
import { cx } from "./cx";
import { BOX } from "./text-input";

type SelectProps = ComponentProps<"select"> & {
  /** What stands for no choice, if there need be none. */
  none?: string;
  choices: { value: string; words: string }[];
};

/** One of many; the browser's own list, which every device knows how to show. */
export function Select({ none, choices, className, ...props }: SelectProps) {
  return (
    <select className={cx(BOX, "pl-2 outline-none", className)} {...props}>
      {none !== undefined && <option value="">{none}</option>}
      {choices.map(({ value, words }) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  );
}
