import { Link } from "@tanstack/react-router";
import { Notice } from "@/ui/notice";
import { TEXT_LINK } from "@/ui/text-link";
import { paths } from "./paths";

type Waiting = { unconfirmed_passkeys: number; unconfirmed_connections: number };

/** Ways in that a recovery set aside: what each is called, for one and for several, and where one says whose it is. */
const KINDS = [
  { count: (me: Waiting) => me.unconfirmed_passkeys, one: "passkey", more: "passkeys", to: paths.passkeys },
  {
    count: (me: Waiting) => me.unconfirmed_connections,
    one: "connected provider",
    more: "connected providers",
    to: paths.providers,
  },
] as const;

/** Stands over the page while something waits for its owner to say that it is theirs. */
export function WaitingNotice({ me, className }: { me: Waiting | undefined; className?: string }) {
  if (!me) return null;
  return KINDS.filter(({ count }) => count(me) > 0).map(({ count, one, more, to }) => (
    <Notice key={one} className={className}>
      <p>
        {count(me) === 1
          ? `1 ${one} waits for you to say that it is yours. `
          : `${count(me)} ${more} wait for you to say that they are yours. `}
        <Link to={to} className={TEXT_LINK}>
          {count(me) === 1 ? "Look at it" : "Look at them"}
        </Link>
      </p>
    </Notice>
  ));
}
