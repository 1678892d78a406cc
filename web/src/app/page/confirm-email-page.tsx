import { ConfirmEmail } from "@/feature/account/confirm-email";
import { DoorFrame } from "../door-frame";
import { useMailed } from "../mail-token";

export function ConfirmEmailPage() {
  const token = useMailed("token");
  return (
    <DoorFrame title="Your new address">
      <ConfirmEmail key={token} token={token} />
    </DoorFrame>
  );
}
