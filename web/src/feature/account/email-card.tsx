import { type ReactNode, useState } from "react";
import type { Me } from "@/api/me";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { focusIt } from "@/ui/focus";
import { ChangeEmail } from "./change-email";
import { PendingEmail } from "./pending-email";

/** The address one signs in with and is written to, and how it becomes another one. */
export function EmailCard({ me, hint }: { me: Me; hint: ReactNode }) {
  const [isOpen, open] = useState<boolean>();
  const [asked, setAsked] = useState<string>();
  // Once it is confirmed it is not pending any more, wherever that was done.
  const mine = asked && asked.toLowerCase() !== me.email.toLowerCase() ? asked : null;
  const pending = me.pending_email?.address ?? mine;
  return (
    <Card
      title="Email address"
      action={
        !isOpen && (
          <Button
            ref={isOpen === undefined ? undefined : focusIt}
            size="small"
            onClick={() => open(true)}
            aria-label="Change email address"
          >
            Change
          </Button>
        )
      }
    >
      <div className="grid gap-4 border-t border-line px-6 py-4">
        <p className="break-words">
          {me.email}
          {!me.is_verified && <span className="text-quiet"> (not confirmed)</span>}
        </p>
        <div role="status" className={pending && !isOpen ? "grid gap-3" : "sr-only"}>
          {pending && !isOpen && (
            <PendingEmail
              address={pending}
              until={me.pending_email?.expires_at}
              onEnd={() => setAsked(undefined)}
            />
          )}
          {pending && !isOpen && hint}
        </div>
        {isOpen && (
          <ChangeEmail
            onSent={(email) => {
              setAsked(email);
              open(false);
            }}
            onClose={() => open(false)}
          />
        )}
      </div>
    </Card>
  );
}
