import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Notice } from "@/ui/notice";
import { type Invite, useWithdrawInvite } from "./api";

/** Asks before an invitation stops to hold. */
export function WithdrawDialog({ invite, onClose }: { invite: Invite; onClose: () => void }) {
  const withdraw = useWithdrawInvite();
  return (
    <Dialog title="Withdraw this invitation?" onClose={onClose}>
      <p className="mt-2 text-quiet">
        {invite.note && <>“{invite.note}” </>}
        lets nobody in any more, and whoever is on the way with it has to begin anew. People who came with it
        stay.
      </p>
      {withdraw.error && (
        <Notice tone="bad" role="alert" className="mt-4">
          {say(withdraw.error)}
        </Notice>
      )}
      <div className="mt-6 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Keep it</Button>
        <Button
          look="danger"
          busy={withdraw.isPending}
          onClick={() => withdraw.mutate(invite.id, { onSuccess: onClose })}
        >
          Withdraw
        </Button>
      </div>
    </Dialog>
  );
}
