import { useMay } from "@/api/me";
import { Button } from "@/ui/button";
import { Tag } from "@/ui/tag";
import type { WaitingMail } from "./api";
import { aboutWhom, kindOf, storyOf } from "./mail-words";

type MailRowProps = { mail: WaitingMail; busy: boolean; onRetry: () => void; onDiscard: () => void };

/** A mail that is not delivered: what, about whom, why not, and what can be done. */
export function MailRow({ mail, busy, onRetry, onDiscard }: MailRowProps) {
  const name = `${kindOf(mail)}, ${aboutWhom(mail)}`;
  const mayAct = useMay("admin:write");
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-6 py-4">
      <div className="min-w-0 flex-1 basis-full wide:basis-0">
        <p className="break-words">
          <span className="font-[540]">{kindOf(mail)}</span>{" "}
          {mail.state === "given_up" && <Tag look="warn">given up</Tag>}
        </p>
        <p className="text-sm break-words text-quiet">About {aboutWhom(mail)}</p>
        <p className="text-sm text-quiet">{storyOf(mail)}</p>
        {mail.last_error && <p className="text-sm break-words text-warn">{mail.last_error}</p>}
      </div>
      {mayAct && (
        <div className="flex gap-2">
          <Button size="small" busy={busy} onClick={onRetry} aria-label={`Try now: ${name}`}>
            Try now
          </Button>
          <Button size="small" look="danger" onClick={onDiscard} aria-label={`Throw away: ${name}`}>
            Throw away
          </Button>
        </div>
      )}
    </li>
  );
}
