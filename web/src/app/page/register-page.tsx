import { Link, useNavigate } from "@tanstack/react-router";
import { RegisterForm } from "@/feature/account/register-form";
import { PasswordAdvice } from "@/feature/password/password-advice";
import { TEXT_LINK } from "@/ui/text-link";
import { DoorFrame } from "../door-frame";
import { paths } from "../paths";

export function RegisterPage() {
  const navigate = useNavigate();
  return (
    <DoorFrame title="Start a journal">
      <p className="mt-2 text-quiet">What you write here is yours alone.</p>
      <RegisterForm
        advise={(password, email, username) => (
          <PasswordAdvice password={password} email={email} username={username} />
        )}
        onSent={(pending) =>
          navigate({ to: paths.checkMail, state: { ...pending, sentAt: Math.floor(Date.now() / 1000) } })
        }
      />
      <p className="mt-8 text-center text-sm text-quiet">
        Been here before?{" "}
        <Link to={paths.door} className={TEXT_LINK}>
          Sign in
        </Link>
      </p>
    </DoorFrame>
  );
}
