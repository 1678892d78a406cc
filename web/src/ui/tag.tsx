import type { ReactNode } from "react";
import { cx } from "./cx";

const LOOKS = { plain: "bg-sunk text-quiet", on: "bg-accent-soft text-accent", warn: "bg-sunk text-warn" };

/** A word on a small ground. */
export function Tag({ look = "plain", children }: { look?: keyof typeof LOOKS; children: ReactNode }) {
  return (
    <span
      className={cx(
        "inline-block max-w-full truncate rounded-full px-2 py-px align-middle text-xs",
        LOOKS[look],
      )}
    >
      {children}
    </span>
  );
}
