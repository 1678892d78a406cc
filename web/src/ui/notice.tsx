import type { ReactNode } from "react";
import { cx } from "./cx";

const TONES = { calm: "bg-accent-soft", bad: "bg-bad-soft" };

type NoticeProps = {
  tone?: keyof typeof TONES;
  role?: "alert" | "status";
  children: ReactNode;
  className?: string;
};

/** A few words on a soft ground, for what the person should know before going on. */
export function Notice({ tone = "calm", role, children, className }: NoticeProps) {
  return (
    <div
      role={role}
      className={cx("flex flex-wrap items-center gap-3 rounded-md px-4 py-3", TONES[tone], className)}
    >
      {children}
    </div>
  );
}
