import type { ReactNode } from "react";
import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { useNow } from "@/ui/use-now";
import { useForgotPassword } from "./api";

/** The server sends one mail a minute at most, and says nothing about the others. */
const PAUSE = 60;

type ResetSentProps = { email: string; sentAt: number; onSent: (email: string) => void; hint: ReactNode };

/** The mail is on its way, if there is somebody to get it: the page does not tell who has a journal here. */
export function ResetSent({ email, sentAt, onSent, hint }: ResetSentProps) {
  const again = useForgotPassword();
  const left = sentAt + PAUSE - useNow();
  return (
    <div className="mt-2 grid gap-6">
      <p className="text-quiet">
        If <strong className="font-[560] break-words text-ink">{email}</strong> has a journal here, a link is
        on its way. It holds for half an hour, and your old password holds until you choose a new one.
      </p>
      {hint}
      <p className="text-sm text-quiet">
        Nothing there? Look among the unwanted mail, and check that the address is right.
      </p>
      <div className="grid gap-2">
        <Button
          size="large"
          busy={again.isPending}
          disabled={left > 0}
          onClick={() => again.mutate(email, { onSuccess: () => onSent(email) })}
        >
          Send the mail again
        </Button>
        {left > 0 && <p className="text-center text-sm text-quiet">Once more in {left} seconds.</p>}
        <p role="status" className="text-center text-sm">
          {again.isSuccess && "Sent. It may take a minute to arrive."}
          {again.error && say(again.error)}
        </p>
      </div>
    </div>
  );
}
