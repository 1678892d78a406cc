import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { lastProvider } from "@/api/last-way";
import { sayCode } from "@/api/words";
import { type Pending, registrationQuery } from "@/feature/account/api";
import { RegisterForm } from "@/feature/account/register-form";
import { PasskeySignUp } from "@/feature/passkey/passkey-sign-up";
import { PasswordAdvice } from "@/feature/password/password-advice";
import { ProviderSignUp } from "@/feature/provider/provider-sign-up";
import { Notice } from "@/ui/notice";
import { TEXT_LINK } from "@/ui/text-link";
import { DoorFrame } from "../door-frame";
import { useMailed } from "../mail-token";
import { paths } from "../paths";

export function RegisterPage() {
  const navigate = useNavigate();
  const { data: registration } = useSuspenseQuery(registrationQuery);
  const invite = useMailed("invite");
  const asksInvite = registration === "invite";
  const byProvider = <ProviderSignUp key={invite} invite={invite} asksInvite={asksInvite} />;
  // What was used last stands first.
  const isByProvider = lastProvider() !== null;
  const sent = (pending: Pending) =>
    navigate({ to: paths.checkMail, state: { ...pending, sentAt: Math.floor(Date.now() / 1000) } });
  return (
    <DoorFrame title="Start a journal">
      {registration === "closed" ? (
        <Notice className="mt-6">{sayCode("registration_closed")}</Notice>
      ) : (
        <>
          <p className="mt-2 text-quiet">What you write here is yours alone.</p>
          {isByProvider && byProvider}
          <RegisterForm
            key={invite}
            invite={invite}
            asksInvite={asksInvite}
            advise={(password, email, username) => (
              <PasswordAdvice password={password} email={email} username={username} />
            )}
            onSent={sent}
          />
          <PasskeySignUp invite={invite} asksInvite={asksInvite} onSent={sent} />
          {!isByProvider && byProvider}
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
