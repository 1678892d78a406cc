import { useNavigate } from "@tanstack/react-router";
import { ResetForm } from "@/feature/password/reset-form";
import { DoorFrame } from "../door-frame";
import { useMailed } from "../mail-token";
import { paths } from "../paths";

export function ResetPasswordPage() {
  const token = useMailed("token");
  const navigate = useNavigate();
  return (
    <DoorFrame title="A new password">
      <ResetForm
        key={token}
        token={token}
        onDone={() => navigate({ to: paths.door, state: { because: "password_reset" }, replace: true })}
      />
    </DoorFrame>
  );
}
