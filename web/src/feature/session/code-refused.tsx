import { isProblem, lockedUntil } from "@/api/problem";
import { leadOf, say } from "@/api/words";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { WaitNotice } from "@/ui/wait-notice";

/** Why the second step was not taken, and the way on. */
export function CodeRefused({ error, onAnew }: { error: unknown; onAnew: () => void }) {
  const until = lockedUntil(error);
  if (until !== null) return <WaitNotice until={until} because={leadOf(error)} />;
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
