import type { ReactNode } from "react";
import { countdown, roughly } from "./time-left";
import { useNow } from "./use-now";

type CountdownProps = {
  /** Seconds since 1970. */
  until: number;
  /** What one waits for, before and after it is over. */
  lead: string;
  over: string;
  children?: ReactNode;
};

/** A wait that can be watched. Those who hear the page are told when it begins, at every minute, and when it is over. */
export function Countdown({ until, lead, over, children }: CountdownProps) {
  const left = Math.max(0, until - useNow());
  return (
    <div className="grid gap-1">
      <p aria-hidden="true">
        {left > 0 ? (
          <>
            {lead} <span className="font-[560] tabular-nums">{countdown(left)}</span>.
          </>
        ) : (
          over
        )}
      </p>
      <p role="status" className="sr-only">
        {left > 0 ? `${lead} ${roughly(left)}.` : over}
      </p>
      {children}
    </div>
  );
}
