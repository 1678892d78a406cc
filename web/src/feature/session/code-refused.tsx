import { isProblem, lockedUntil } from "@/api/problem";
import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { Countdown } from "@/ui/countdown";
import { Notice } from "@/ui/notice";

/** Why the second step was not taken, and the way on. */
export function CodeRefused({ error, onAnew }: { error: unknown; onAnew: () => void }) {
  const until = lockedUntil(error);
  if (until !== null) {
    return (
      <Notice tone="bad">
        <Countdown until={until} lead="Too many tries. You can try again in" over="You can try again now." />
      </Notice>
    );
  }
  if (!isProblem(error, "token_invalid")) {
    return (
      <Notice tone="bad" role="alert">
        {say(error)}
      </Notice>
    );
  }
  return (
    <div className="mt-6 grid gap-4">
      <Notice role="alert">This sign-in took longer than ten minutes, or does not hold any more.</Notice>
      <Button look="main" size="large" onClick={onAnew}>
        Sign in anew
      </Button>
    </div>
  );
}
