import { NotMe } from "@/feature/account/not-me";
import { MailboxHint } from "@/feature/mailbox/mailbox-hint";
import { DoorFrame } from "../door-frame";
import { useMailed } from "../mail-token";

export function NotMePage() {
  const token = useMailed("token");
  return (
    <DoorFrame title="This was not me">
      <NotMe key={token} token={token} hint={<MailboxHint />} />
    </DoorFrame>
  );
}
