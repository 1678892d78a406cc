import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "@/api/me";
import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { focusIt } from "@/ui/focus";
import { Loading } from "@/ui/loading";
import { Trouble } from "@/ui/trouble";
import { type Invite, invitesQuery, type NewInvite } from "./api";
import { InviteForm } from "./invite-form";
import { InviteRow } from "./invite-row";
import { MadeInvite } from "./made-invite";
import { WithdrawDialog } from "./withdraw-dialog";

/** What stands at the top of the list: nothing, the form, or what it made. */
type Top = "untouched" | "closed" | "form" | NewInvite;

/** The invitations there are, and the way to a new one. */
export function Invites() {
  const invites = useQuery(invitesQuery);
  const [top, setTop] = useState<Top>("untouched");
  const [leaving, setLeaving] = useState<Invite>();
  const mayAct = useMay("admin:write");
  const isClosed = top === "untouched" || top === "closed";
  return (
    <Card
      title="Invitations"
      action={
        isClosed &&
        mayAct && (
          <Button ref={top === "closed" ? focusIt : undefined} size="small" onClick={() => setTop("form")}>
            Invite somebody
          </Button>
        )
      }
    >
      {top === "form" && <InviteForm onMade={setTop} onClose={() => setTop("closed")} />}
      {typeof top === "object" && <MadeInvite made={top} onDone={() => setTop("closed")} />}
      {invites.isPending && <Loading />}
      {invites.error && !invites.data && (
        <div className="border-t border-line px-6">
          <Trouble words={say(invites.error)} onRetry={() => invites.refetch()} />
        </div>
      )}
      {invites.data?.length === 0 && (
        <p className="border-t border-line px-6 py-4 text-quiet">
          None yet. What you make will be listed here, with how much of it was used.
        </p>
      )}
      <ul>
        {invites.data?.map((invite) => (
          <InviteRow
            key={invite.id}
            invite={invite}
            onWithdraw={mayAct ? () => setLeaving(invite) : undefined}
          />
        ))}
      </ul>
      {leaving && <WithdrawDialog invite={leaving} onClose={() => setLeaving(undefined)} />}
    </Card>
  );
}
