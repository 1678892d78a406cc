import { Link, useLocation, useNavigate } from "@tanstack/react-router";
import { AskForMail } from "@/feature/account/ask-for-mail";
import { CheckMail } from "@/feature/account/check-mail";
import { MailboxHint } from "@/feature/mailbox/mailbox-hint";
import { KnownHere } from "@/feature/provider/known-here";
import { TEXT_LINK } from "@/ui/text-link";
import { DoorFrame } from "../door-frame";
import { paths } from "../paths";

export function CheckMailPage() {
  const { email, registration, provider, sentAt = 0 } = useLocation({ select: ({ state }) => state });
  const navigate = useNavigate();
  const note = (address: string, at: number) =>
    navigate({
      to: paths.checkMail,
      state: { email: address, registration, provider, sentAt: at },
      replace: true,
    });
  return (
    <DoorFrame title="Check your mail">
      {email ? (
        <CheckMail
          pending={{ email, registration }}
          sentAt={sentAt}
          onSent={(at) => note(email, at)}
          hint={<MailboxHint />}
        />
      ) : (
        <>
          <p className="mt-2 text-quiet">To which address shall the link go?</p>
          <AskForMail onSent={(address) => note(address, Math.floor(Date.now() / 1000))} />
        </>
      )}
      {provider !== undefined && <KnownHere provider={provider} />}
      <p className="mt-8 text-center text-sm">
        <Link to={paths.door} className={TEXT_LINK}>
          Back to sign in
        </Link>
      </p>
    </DoorFrame>
  );
}
