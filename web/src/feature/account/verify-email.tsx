import { Link } from "@tanstack/react-router";
import { ApiError } from "@/api/problem";
import { say } from "@/api/words";
import { paths } from "@/app/paths";
import { Button, buttonClass } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { TEXT_LINK } from "@/ui/text-link";
import { useVerifyEmail } from "./api";
import { AskForMail } from "./ask-for-mail";

type VerifyEmailProps = { token: string; onAsked: (email: string) => void };

/** Confirms an address on a press: a mail scanner that follows the link must not spend it. */
export function VerifyEmail({ token, onAsked }: VerifyEmailProps) {
  const verify = useVerifyEmail();
  if (verify.isSuccess) {
    return (
      <div role="status" className="grid gap-6">
        <p className="mt-2 text-quiet">Your address is confirmed. Sign in and write your first page.</p>
        <Link to={paths.door} className={buttonClass({ look: "main", size: "large" })}>
          Sign in
        </Link>
      </div>
    );
  }
  const isSpent = token === "" || (verify.error instanceof ApiError && verify.error.code === "token_invalid");
  if (isSpent) {
    return (
      <div role="alert">
        <p className="mt-2 text-quiet">
          This link does not hold. It may have been used already, be older than a day, or not be copied whole.
          If you pressed it before, try to sign in.
        </p>
        <AskForMail onSent={onAsked} />
        <p className="mt-8 text-center text-sm">
          <Link to={paths.door} className={TEXT_LINK}>
            Sign in
          </Link>
        </p>
      </div>
    );
  }
  return (
    <div className="grid gap-6">
      <p className="mt-2 text-quiet">One press, and your journal is open.</p>
      {verify.error && (
        <Notice tone="bad" role="alert">
          {say(verify.error)}
        </Notice>
      )}
      <Button look="main" size="large" busy={verify.isPending} onClick={() => verify.mutate(token)}>
        Confirm this address
      </Button>
    </div>
  );
}
