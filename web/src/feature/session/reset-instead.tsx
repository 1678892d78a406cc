import { Link } from "@tanstack/react-router";
import { paths } from "@/app/paths";
import { TEXT_LINK } from "@/ui/text-link";

/** The way out of a wait after wrong guesses; in a new tab where the page behind it must stay as it is. */
export function ResetInstead({ email, inNewTab }: { email: string; inNewTab: boolean }) {
  return (
    <p>
      Or{" "}
      <Link
        to={paths.forgotPassword}
        state={{ email }}
        target={inNewTab ? "_blank" : undefined}
        className={TEXT_LINK}
      >
        reset your password
      </Link>
      , which ends the wait.
    </p>
  );
}
