import { session } from "@/api/live-session";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";

/** Stays above the page while one goes on writing without a session. */
export function LockedNotice({ onSignIn }: { onSignIn: () => void }) {
  return (
    <Notice role="status" className="m-4">
      <span className="flex-1">You are signed out. What you write is kept on this device.</span>
      <Button size="small" onClick={onSignIn}>
        Sign in
      </Button>
      <Button size="small" look="bare" onClick={() => session.giveUp()}>
        Leave
      </Button>
    </Notice>
  );
}
