import { Link } from "@tanstack/react-router";
import { paths } from "@/app/paths";
import { buttonClass } from "@/ui/button";

const WAYS = {
  journal: { to: paths.entries, words: "Go to your journal" },
  door: { to: paths.door, words: "Sign in" },
  forgot: { to: paths.forgotPassword, words: "Ask for a new password" },
} as const;

/** The next step, after a mailed link did what it does, or did not. */
export function WayOn({ to }: { to: keyof typeof WAYS }) {
  const way = WAYS[to];
  return (
    <Link to={way.to} className={buttonClass({ look: "main", size: "large" })}>
      {way.words}
    </Link>
  );
}
