import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { useCancelEmailChange } from "./api";

type PendingEmailProps = { address: string; until?: string; onEnd: () => void };

const MOMENT = new Intl.DateTimeFormat("en-GB", {
  weekday: "long",
  hour: "2-digit",
  minute: "2-digit",
});

/** An address that was asked for and has not said yes yet, with a way to take the wish back. */
export function PendingEmail({ address, until, onEnd }: PendingEmailProps) {
  const cancel = useCancelEmailChange();
  return (
    <div className="grid justify-items-start gap-3">
      <p className="text-quiet">
        We sent a link to <strong className="font-[560] break-words text-ink">{address}</strong>. Your address
        changes when you open it there; until then nothing does.
        {until && <> The link holds until {MOMENT.format(new Date(until))}.</>}
      </p>
      {until && (
        <Button
          size="small"
          busy={cancel.isPending}
          onClick={() => cancel.mutate(undefined, { onSuccess: onEnd })}
        >
          Keep the old address
        </Button>
      )}
      {cancel.error && <p className="text-sm text-bad">{say(cancel.error)}</p>}
    </div>
  );
}
