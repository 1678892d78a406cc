import { Link, useLocation, useNavigate } from "@tanstack/react-router";
import { MailboxHint } from "@/feature/mailbox/mailbox-hint";
import { ForgotForm } from "@/feature/password/forgot-form";
import { ResetSent } from "@/feature/password/reset-sent";
import { TEXT_LINK } from "@/ui/text-link";
import { DoorFrame } from "../door-frame";
import { paths } from "../paths";

export function ForgotPasswordPage() {
  const { email = "", sentAt } = useLocation({ select: ({ state }) => state });
  const navigate = useNavigate();
  const note = (address: string) =>
    navigate({
      to: paths.forgotPassword,
      state: { email: address, sentAt: Math.floor(Date.now() / 1000) },
      replace: true,
    });
  return (
    <DoorFrame title={sentAt ? "Check your mail" : "A new password"}>
      {sentAt ? (
        <ResetSent email={email} sentAt={sentAt} onSent={note} hint={<MailboxHint />} />
      ) : (
        <>
          <p className="mt-2 text-quiet">We send you a link to choose one. Your pages stay as they are.</p>
          <ForgotForm email={email} onSent={note} />
        </>
      )}
      <p className="mt-8 text-center text-sm">
        <Link to={paths.door} className={TEXT_LINK}>
          Back to sign in
        </Link>
      </p>
    </DoorFrame>
  );
}
