import { Button } from "@/ui/button";
import { Tag } from "@/ui/tag";
import type { Invite } from "./api";
import { stateOf, storyOf } from "./invite-words";

/** Without `onWithdraw` for those who may only look. */
type InviteRowProps = { invite: Invite; onWithdraw?: () => void };

/** One invitation: what it is for, whether it holds, and a way to take it back. */
export function InviteRow({ invite, onWithdraw }: InviteRowProps) {
  const isOver = invite.state === "revoked" || invite.state === "expired";
  const name = invite.note || "Without a note";
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-6 py-4">
      <div className="min-w-0 flex-1 basis-full wide:basis-0">
        <p className={invite.note ? "font-[540] break-words" : "text-quiet"}>
          {name} <Tag look={invite.state === "open" ? "on" : "plain"}>{stateOf(invite)}</Tag>
        </p>
        <p className="text-sm text-quiet">{storyOf(invite, new Date())}</p>
      </div>
      {!isOver && onWithdraw && (
        <Button size="small" look="danger" onClick={onWithdraw} aria-label={`Withdraw: ${name}`}>
          Withdraw
        </Button>
      )}
    </li>
  );
}
