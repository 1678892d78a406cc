import type { ReactNode } from "react";
import { cx } from "@/ui/cx";

const STEPS = [1, 2, 3, 4];

/** Four bars above some words, as high for up to two lines of them, so that what stands below seldom moves under a press. */
export function PasswordBars({
  filled,
  look,
  children,
}: {
  filled: number;
  look: string;
  children: ReactNode;
}) {
  return (
    <div className="grid min-h-14 content-start gap-1.5 pt-1">
      <div aria-hidden="true" className="grid grid-cols-4 gap-1">
        {STEPS.map((step) => (
          <span key={step} className={cx("h-1 rounded-full", step <= filled ? look : "bg-line")} />
        ))}
      </div>
      <p>{children}</p>
    </div>
  );
}
