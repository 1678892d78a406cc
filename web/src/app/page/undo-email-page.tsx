import { UndoEmail } from "@/feature/account/undo-email";
import { MailboxHint } from "@/feature/mailbox/mailbox-hint";
import { DoorFrame } from "../door-frame";
import { useMailed } from "../mail-token";

export function UndoEmailPage() {
  const token = useMailed("token");
  return (
    <DoorFrame title="Put the old address back">
      <UndoEmail key={token} token={token} hint={<MailboxHint />} />
    </DoorFrame>
  );
}
