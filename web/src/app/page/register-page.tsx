import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { sayCode } from "@/api/words";
import { type Pending, registrationQuery } from "@/feature/account/api";
import { RegisterForm } from "@/feature/account/register-form";
import { PasskeySignUp } from "@/feature/passkey/passkey-sign-up";
import { PasswordAdvice } from "@/feature/password/password-advice";
import { Notice } from "@/ui/notice";
import { TEXT_LINK } from "@/ui/text-link";
import { DoorFrame } from "../door-frame";
import { useMailed } from "../mail-token";
import { paths } from "../paths";

export function RegisterPage() {
  const navigate = useNavigate();
  const { data: registration } = useSuspenseQuery(registrationQuery);
  const invite = useMailed("invite");
  const sent = (pending: Pending) =>
    navigate({ to: paths.checkMail, state: { ...pending, sentAt: Math.floor(Date.now() / 1000) } });
  return (
    <DoorFrame title="Start a journal">
      {registration === "closed" ? (
        <Notice className="mt-6">{sayCode("registration_closed")}</Notice>
      ) : (
        <>
          <p className="mt-2 text-quiet">What you write here is yours alone.</p>
          <RegisterForm
            key={invite}
            invite={invite}
            asksInvite={registration === "invite"}
            advise={(password, email, username) => (
              <PasswordAdvice password={password} email={email} username={username} />
            )}
            onSent={sent}
          />
          <PasskeySignUp invite={invite} asksInvite={registration === "invite"} onSent={sent} />
        </>
      )}
      <p className="mt-8 text-center text-sm text-quiet">
        Been here before?{" "}
        <Link to={paths.door} className={TEXT_LINK}>
          Sign in
        </Link>
      </p>
    </DoorFrame>
  );
}
