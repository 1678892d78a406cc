import { cx } from "@/ui/cx";
import { judge } from "./judge";
import { PasswordBars } from "./password-bars";

/** The verdict as a word, four bars and a next step. */
export function PasswordMeter({
  password,
  email,
  username,
}: {
  password: string;
  email: string;
  username: string;
}) {
  const { enough, score, word, hint } = judge(password, email, username);
  return (
    <PasswordBars filled={Math.max(score, 1)} look={enough ? "bg-good" : "bg-warn"}>
      <span role="status" className={cx("font-[520]", enough ? "text-good" : "text-warn")}>
        {word}.
      </span>{" "}
      {hint}
    </PasswordBars>
  );
}
