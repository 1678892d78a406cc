import { Link } from "@tanstack/react-router";
import { isProblem, lockedUntil } from "@/api/problem";
import { say } from "@/api/words";
import { paths } from "@/app/paths";
import { Countdown } from "@/ui/countdown";
import { Notice } from "@/ui/notice";
import { TEXT_LINK } from "@/ui/text-link";

type SignInRefusedProps = { error: unknown; email: string; inNewTab: boolean };

/** Why one was not let in, and the way on. */
export function SignInRefused({ error, email, inNewTab }: SignInRefusedProps) {
  const until = lockedUntil(error);
  const target = inNewTab ? "_blank" : undefined;
  if (until !== null) {
    return (
      <Notice tone="bad">
        <Countdown until={until} lead="Too many tries. You can try again in" over="You can try again now.">
          <p>
            Or{" "}
            <Link to={paths.forgotPassword} state={{ email }} target={target} className={TEXT_LINK}>
              reset your password
            </Link>
            , which ends the wait.
          </p>
        </Countdown>
      </Notice>
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
