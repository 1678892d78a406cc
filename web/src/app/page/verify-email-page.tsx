import { useLocation, useNavigate } from "@tanstack/react-router";
import { VerifyEmail } from "@/feature/account/verify-email";
import { DoorFrame } from "../door-frame";
import { paths } from "../paths";

export function VerifyEmailPage() {
  const hash = useLocation({ select: (location) => location.hash });
  const navigate = useNavigate();
  const token = new URLSearchParams(hash).get("token") ?? "";
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
