import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { useNow } from "@/ui/use-now";
import { type Pending, useResendVerification } from "./api";

/** The server sends one mail a minute at most, and says nothing about the others. */
const PAUSE = 60;

type ResendButtonProps = { pending: Pending; sentAt: number; onSent: (at: number) => void };

/** Asks for the mail again, with a quiet wait between two. */
export function ResendButton({ pending, sentAt, onSent }: ResendButtonProps) {
  const resend = useResendVerification();
  const left = sentAt + PAUSE - useNow();
  const isWaiting = left > 0;
  const send = () => resend.mutate(pending, { onSuccess: () => onSent(Math.floor(Date.now() / 1000)) });
  return (
    <div className="grid gap-2">
      <Button size="large" busy={resend.isPending} disabled={isWaiting} onClick={send}>
        Send the mail again
      </Button>
      {isWaiting && <p className="text-center text-sm text-quiet">Once more in {left} seconds.</p>}
      <p role="status" className="text-center text-sm">
        {resend.isSuccess && "Sent. It may take a minute to arrive."}
        {resend.error && say(resend.error)}
      </p>
    </div>
  );
}
