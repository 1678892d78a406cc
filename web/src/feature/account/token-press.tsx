import type { ReactNode } from "react";
import { isProblem } from "@/api/problem";
import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";

type Press = { error: unknown; isPending: boolean; isSuccess: boolean; mutate: (token: string) => void };

type TokenPressProps = {
  token: string;
  press: Press;
  label: string;
  /** Before the press, after it, and when the link does not hold. */
  lead: ReactNode;
  done: ReactNode;
  spent: ReactNode;
};

/** What a mailed link does, done on a press: a mail scanner that follows the link must not spend it. */
export function TokenPress({ token, press, label, lead, done, spent }: TokenPressProps) {
  if (press.isSuccess) {
    return (
      <div role="status" className="mt-2 grid gap-6">
        {done}
      </div>
    );
  }
  if (token === "" || isProblem(press.error, "token_invalid")) {
    return (
      <div role="alert" className="mt-2 grid gap-6">
        {spent}
      </div>
    );
  }
  return (
    <div className="mt-2 grid gap-6">
      {lead}
      {press.error !== null && (
        <Notice tone="bad" role="alert">
          {say(press.error)}
        </Notice>
      )}
      <Button look="main" size="large" busy={press.isPending} onClick={() => press.mutate(token)}>
        {label}
      </Button>
    </div>
  );
}
