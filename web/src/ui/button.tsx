import type { ComponentProps } from "react";
import { cx } from "./cx";

const LOOKS = {
  plain: "border-line bg-sheet hover:bg-sunk",
  main: "border-transparent bg-accent text-on-accent hover:opacity-90",
  bare: "border-transparent text-quiet hover:bg-sunk hover:text-ink",
  danger: "border-line bg-sheet text-bad hover:bg-bad-soft",
};
const SIZES = {
  small: "min-h-8 pointer-coarse:min-h-11 px-3 text-sm",
  normal: "min-h-(--touch) px-4",
  large: "min-h-11 px-4 w-full",
};

export type ButtonLook = { look?: keyof typeof LOOKS; size?: keyof typeof SIZES };

/** How anything that is pressed looks, be it a button or a link. */
export function buttonClass({ look = "plain", size = "normal" }: ButtonLook, more?: string): string {
  return cx(
    "inline-flex items-center justify-center gap-2 rounded-md border font-[520] transition-colors duration-[120ms] motion-reduce:transition-none",
    "disabled:opacity-60 aria-disabled:cursor-default",
    LOOKS[look],
    SIZES[size],
    more,
  );
}

type ButtonProps = ComponentProps<"button"> & ButtonLook & { busy?: boolean };

/** `busy`: it was pressed and works; pressing again does nothing, and the focus stays. */
export function Button({ look, size, busy, className, onClick, type = "button", ...props }: ButtonProps) {
  return (
    <button
      type={type}
      className={buttonClass({ look, size }, className)}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      {...props}
    />
  );
}
