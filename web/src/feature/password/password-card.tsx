import { lazy, Suspense, useState } from "react";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { focusIt } from "@/ui/focus";
import { Loading } from "@/ui/loading";

// Rarely used; it comes when it is asked for.
const ChangeForm = lazy(async () => ({ default: (await import("./change-form")).ChangeForm }));

type PasswordCardProps = { email: string; username: string; hasPassword: boolean };

/** The password: whether there is one, and how it changes or comes to be. */
export function PasswordCard({ email, username, hasPassword }: PasswordCardProps) {
  const [state, setState] = useState<"new" | "open" | "calm" | "done">("new");
  // What was begun as a first one is told as one, also once it is set.
  const [isFirst, beginFirst] = useState(!hasPassword);
  return (
    <Card
      title="Password"
      action={
        state !== "open" && (
          <Button
            ref={state === "new" ? undefined : focusIt}
            size="small"
            onClick={() => {
              beginFirst(!hasPassword);
              setState("open");
            }}
            aria-label={hasPassword ? "Change password" : "Set a password"}
          >
            {hasPassword ? "Change" : "Set"}
          </Button>
        )
      }
    >
      <div className="border-t border-line px-6 py-4">
        {state === "open" ? (
          <Suspense fallback={<Loading lines={2} />}>
            <ChangeForm
              email={email}
              username={username}
              isFirst={isFirst}
              onDone={() => setState("done")}
              onClose={() => setState("calm")}
            />
          </Suspense>
        ) : (
          <p role="status" className="text-quiet">
            {storyOf(state === "done", hasPassword, isFirst)}
          </p>
        )}
      </div>
    </Card>
  );
}

function storyOf(isDone: boolean, hasPassword: boolean, isFirst: boolean): string {
  if (isDone && isFirst)
    return "You have a password now. Every other device was signed out, and we sent you a note by mail.";
  if (isDone)
    return "Your new password holds. Every other device was signed out, and we sent you a note by mail.";
  if (!hasPassword)
    return "There is none, and none is needed. With one, your journal opens also where your passkeys are not.";
  return "Changing it signs out every other device.";
}
