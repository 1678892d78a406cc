import { useNavigate } from "@tanstack/react-router";
import { SetUpForm } from "@/feature/account/set-up-form";
import { PasswordAdvice } from "@/feature/password/password-advice";
import { DoorFrame } from "../door-frame";
import { useMailed } from "../mail-token";
import { paths } from "../paths";

export function SetUpPage() {
  const token = useMailed("token");
  const navigate = useNavigate();
  return (
    <DoorFrame title="A new journal">
      <SetUpForm
        key={token}
        token={token}
        advise={(password, email) => <PasswordAdvice password={password} email={email} username="" />}
        onDone={() => navigate({ to: paths.door, state: { because: "set_up" }, replace: true })}
      />
    </DoorFrame>
  );
}
