import { Link } from "@tanstack/react-router";
import { paths } from "./paths";

const LINK =
  "inline-flex min-h-(--touch) items-center border-b-2 border-transparent text-quiet hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink";

const PLACES = [
  { to: paths.admin, words: "People" },
  { to: paths.roles, words: "Roles" },
  { to: paths.adminInvites, words: "Invitations" },
  { to: paths.adminMail, words: "Mail" },
  { to: paths.adminAudit, words: "Audit" },
  { to: paths.adminKeys, words: "Keys" },
  { to: paths.adminSettings, words: "Settings" },
] as const;

/** Between the pages for those who run this journal. */
export function AdminLinks() {
  return (
    <nav aria-label="Admin" className="mt-4 flex flex-wrap gap-x-5 border-b border-line">
      {PLACES.map(({ to, words }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: to === paths.admin, includeSearch: false }}
          className={LINK}
        >
          {words}
        </Link>
      ))}
    </nav>
  );
}
