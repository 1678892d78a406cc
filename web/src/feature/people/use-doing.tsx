import { type ReactNode, useState } from "react";
import type { Act } from "./api";
import { ACTS } from "./person-words";
import { ReasonDialog } from "./reason-dialog";

type Doing = {
  asked: Act | undefined;
  ask: (act: Act) => void;
  close: () => void;
  finish: () => void;
  /** What was just done, for a card to end with. */
  said: ReactNode;
};

/** What is about to be done to somebody from one card, and what was just done. */
export function useDoing(): Doing {
  const [asked, setAsked] = useState<Act>();
  const [done, setDone] = useState<Act>();
  const close = () => setAsked(undefined);
  return {
    asked,
    ask: (act) => {
      setDone(undefined);
      setAsked(act);
    },
    close,
    finish: () => {
      setDone(asked);
      close();
    },
    said: (
      <p role="status" className={done ? "border-t border-line px-6 py-3" : "sr-only"}>
        {done && `${ACTS[done.kind].done} The person is told by mail.`}
      </p>
    ),
  };
}

/** Asks why, for whatever is asked and needs nothing more. */
export function Asked({ id, doing }: { id: string; doing: Doing }) {
  const { asked, close, finish } = doing;
  if (!asked) return null;
  return <ReasonDialog key={asked.kind} id={id} act={asked} onClose={close} onDone={finish} />;
}
