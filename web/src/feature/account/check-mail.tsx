import type { ReactNode } from "react";
import type { Pending } from "./api";
import { ResendButton } from "./resend-button";

type CheckMailProps = { pending: Pending; sentAt: number; onSent: (at: number) => void; hint: ReactNode };

/** What to do after a registration: the mail is on its way, and this is how to ask for it again. */
export function CheckMail({ pending, sentAt, onSent, hint }: CheckMailProps) {
  return (
    <div className="mt-2 grid gap-6">
      <p className="text-quiet">
        We sent a link to <strong className="font-[560] break-words text-ink">{pending.email}</strong>. Open
        it to finish; it holds for a day.
      </p>
      {hint}
      <p className="text-sm text-quiet">
        Nothing there? Look among the unwanted mail, and check that the address is right.
      </p>
      <ResendButton pending={pending} sentAt={sentAt} onSent={onSent} />
    </div>
  );
}
