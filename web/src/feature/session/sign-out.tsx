import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Notice } from "@/ui/notice";
import { useSignOut } from "./api";

/** Leaving: here, or everywhere at once. */
export function SignOut() {
  const signOut = useSignOut();
  const isBusy = (everywhere: boolean) => signOut.isPending && signOut.variables === everywhere;
  return (
    <Card title="Sign out">
      <div className="grid gap-4 border-t border-line px-6 py-4">
        <p className="text-quiet">
          In this browser, with all its tabs. Everywhere ends your other devices as well.
        </p>
        <div className="flex flex-wrap gap-3">
          <Button busy={isBusy(false)} onClick={() => signOut.mutate(false)}>
            Sign out
          </Button>
          <Button look="danger" busy={isBusy(true)} onClick={() => signOut.mutate(true)}>
            Sign out everywhere
          </Button>
        </div>
        {signOut.error && (
          <Notice tone="bad" role="alert">
            {say(signOut.error)} You are still signed in.
          </Notice>
        )}
      </div>
    </Card>
  );
}
