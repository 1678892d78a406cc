import { type ReactNode, useState } from "react";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { focusIt } from "@/ui/focus";
import type { Me } from "./api";
import { ChangeEmail } from "./change-email";

/** The address one signs in with and is written to, and how it becomes another one. */
export function EmailCard({ me, hint }: { me: Me; hint: ReactNode }) {
  const [isOpen, open] = useState<boolean>();
  const [asked, setAsked] = useState<string>();
  // Once it is confirmed it is not pending any more, wherever that was done.
  const pending = asked && asked.toLowerCase() !== me.email.toLowerCase() ? asked : null;
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
            <>
              <p className="text-quiet">
                We sent a link to <strong className="font-[560] break-words text-ink">{pending}</strong>. Your
                address changes when you open it there; until then nothing does.
              </p>
              {hint}
            </>
          )}
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
