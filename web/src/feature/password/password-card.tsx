import { lazy, Suspense, useState } from "react";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { focusIt } from "@/ui/focus";
import { Loading } from "@/ui/loading";

// Rarely used; it comes when it is asked for.
const ChangeForm = lazy(async () => ({ default: (await import("./change-form")).ChangeForm }));

/** The password: that there is one, and how it changes. */
export function PasswordCard({ email, username }: { email: string; username: string }) {
  const [state, setState] = useState<"new" | "open" | "calm" | "done">("new");
  return (
    <Card
      title="Password"
      action={
        state !== "open" && (
          <Button
            ref={state === "new" ? undefined : focusIt}
            size="small"
            onClick={() => setState("open")}
            aria-label="Change password"
          >
            Change
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
              onDone={() => setState("done")}
              onClose={() => setState("calm")}
            />
          </Suspense>
        ) : (
          <p role="status" className="text-quiet">
            {state === "done"
              ? "Your new password holds. Every other device was signed out, and we sent you a note by mail."
              : "Changing it signs out every other device."}
          </p>
        )}
      </div>
    </Card>
  );
}
