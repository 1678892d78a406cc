import type { ReactNode } from "react";
import { Countdown } from "./countdown";
import { Notice } from "./notice";

type WaitNoticeProps = {
  /** Seconds since 1970; nothing shows without it. */
  until: number | null;
  /** Why one waits, as a sentence. */
  because?: string;
  /** Another way, where there is one. */
  children?: ReactNode;
};

/** How long one has to wait before another try. */
export function WaitNotice({ until, because = "Too many tries.", children }: WaitNoticeProps) {
  if (until === null) return null;
  return (
    <Notice tone="bad">
      <Countdown until={until} lead={`${because} You can try again in`} over="You can try again now.">
        {children}
      </Countdown>
    </Notice>
  );
}
