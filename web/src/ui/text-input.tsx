import type { ComponentProps } from "react";
import { cx } from "./cx";

/** How the box of a field looks, be it an input or something around one. */
export const BOX = cx(
  "flex min-h-11 w-full items-center rounded-md border border-line bg-sheet px-3",
  "focus-within:border-accent focus-within:ring-3 focus-within:ring-accent-soft",
  "has-[[aria-invalid]]:border-bad aria-invalid:border-bad",
);

export function TextInput({ className, ...props }: ComponentProps<"input">) {
  return <input className={cx(BOX, "outline-none", className)} {...props} />;
}
