import { say } from "@/api/words";
import { useSignOut } from "@/feature/session/api";
import { Icon } from "@/ui/icon";
import { Notice } from "@/ui/notice";

/** Signs out in this browser from wherever one is; what was written is saved first. */
export function LeaveButton({ className }: { className: string }) {
  const signOut = useSignOut();
  return (
    <>
      <button
        type="button"
        className={className}
        aria-busy={signOut.isPending}
        onClick={() => !signOut.isPending && signOut.mutate(false)}
      >
        <Icon name="leave" />
        <span>
          Sign out <span className="sr-only">of Journal</span>
        </span>
      </button>
      {signOut.error && (
        <Notice tone="bad" role="alert" className="fixed inset-x-4 top-4 z-30 wide:left-auto wide:w-96">
          {say(signOut.error)} You are still signed in.
        </Notice>
      )}
    </>
  );
}
