import { useNavigate } from "@tanstack/react-router";
import { VerifyEmail } from "@/feature/account/verify-email";
import { DoorFrame } from "../door-frame";
import { useMailed } from "../mail-token";
import { paths } from "../paths";

export function VerifyEmailPage() {
  const navigate = useNavigate();
  const token = useMailed("token");
  const sentAt = () => Math.floor(Date.now() / 1000);
  return (
    <DoorFrame title="Confirm your address">
      <VerifyEmail
        key={token}
        token={token}
        onAsked={(email) => navigate({ to: paths.checkMail, state: { email, sentAt: sentAt() } })}
      />
    </DoorFrame>
  );
}
