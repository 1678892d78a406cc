import { Link } from "@tanstack/react-router";
import { isProblem, lockedUntil } from "@/api/problem";
import { leadOf, say } from "@/api/words";
import { paths } from "@/app/paths";
import { Notice } from "@/ui/notice";
import { TEXT_LINK } from "@/ui/text-link";
import { WaitNotice } from "@/ui/wait-notice";
import { ResetInstead } from "./reset-instead";

type SignInRefusedProps = { error: unknown; email: string; inNewTab: boolean };

/** Why one was not let in, and the way on. */
export function SignInRefused({ error, email, inNewTab }: SignInRefusedProps) {
  const until = lockedUntil(error);
  if (until !== null) {
    return (
      <WaitNotice until={until} because={leadOf(error)}>
        {isProblem(error, "too_many_attempts") && <ResetInstead email={email} inNewTab={inNewTab} />}
      </WaitNotice>
    );
  }
  return (
    <Notice tone="bad" role="alert">
      <p>
        {say(error)}{" "}
        {isProblem(error, "email_not_verified") && email && (
          <Link to={paths.checkMail} state={{ email, sentAt: 0 }} className={TEXT_LINK}>
            Send the mail again
          </Link>
        )}
      </p>
    </Notice>
  );
}
