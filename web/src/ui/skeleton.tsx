import { cx } from "./cx";

/** Where something will be. It shows only when that takes longer than 300 ms. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={cx("late rounded-sm bg-sunk", className)} />;
}
