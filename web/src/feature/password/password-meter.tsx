import { cx } from "@/ui/cx";
import { judge } from "./judge";

const STEPS = [1, 2, 3, 4];

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
  const filled = enough ? "bg-good" : "bg-warn";
  return (
    <div className="grid gap-1.5 pt-1">
      <div aria-hidden="true" className="grid grid-cols-4 gap-1">
        {STEPS.map((step) => (
          <span
            key={step}
            className={cx("h-1 rounded-full", step <= Math.max(score, 1) ? filled : "bg-line")}
          />
        ))}
      </div>
      <p>
        <span role="status" className={cx("font-[520]", enough ? "text-good" : "text-warn")}>
          {word}.
        </span>{" "}
        {hint}
      </p>
    </div>
  );
}
