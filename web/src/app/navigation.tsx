import { Link, useParams } from "@tanstack/react-router";
import { useMay } from "@/api/me";
import { Brand } from "@/ui/brand";
import { cx } from "@/ui/cx";
import { Icon } from "@/ui/icon";
import { LeaveButton } from "./leave-button";
import { NEW_ENTRY, paths } from "./paths";

const BASE = cx(
  "flex min-h-14 flex-1 flex-col items-center justify-center gap-1 rounded-sm text-xs text-quiet",
  "hover:text-ink aria-[current=page]:text-ink wide:min-h-12 wide:flex-none full:flex-row full:text-base",
);
const ITEM = cx(
  BASE,
  "wide:hover:bg-sunk wide:aria-[current=page]:bg-sunk",
  "full:min-h-9 full:justify-start full:gap-3 full:px-3 full:aria-[current=page]:font-[520]",
);
const WRITE = cx(
  BASE,
  "full:mb-4 full:min-h-(--touch) full:justify-center full:gap-2 full:rounded-md full:bg-accent full:font-[520]",
  "full:text-on-accent full:hover:text-on-accent full:hover:opacity-90 full:aria-[current=page]:text-on-accent",
);

/** Where one can go: beside the page where there is room, below it on a phone. */
export function Navigation({ name }: { name?: string | null }) {
  const { entryId } = useParams({ strict: false });
  const mayWrite = useMay("entries:write") !== false;
  const isReading = entryId !== undefined && entryId !== NEW_ENTRY;
  return (
    <nav
      aria-label="Journal"
      className={cx(
        "chrome fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-paper pb-[env(safe-area-inset-bottom)]",
        "wide:static wide:flex-col wide:gap-1 wide:overflow-y-auto wide:border-t-0 wide:p-2 wide:py-6 full:p-6 full:px-4",
      )}
    >
      <span className="hidden px-3 pb-6 full:block">
        <Brand />
      </span>
      {mayWrite && (
        <Link
          to={paths.entry}
          params={{ entryId: NEW_ENTRY }}
          activeOptions={{ includeSearch: false }}
          className={WRITE}
        >
          <Icon name="pen" />
          Write
        </Link>
      )}
      <Link
        to={paths.entries}
        activeOptions={{ exact: true }}
        aria-current={isReading ? "page" : undefined}
        className={ITEM}
      >
        <Icon name="book" />
        Entries
      </Link>
      <span className="hidden flex-1 wide:block" />
      <Link to={paths.account} className={ITEM}>
        <Icon name="me" />
        <span className={name ? "full:sr-only" : undefined}>Me</span>
        <span className="hidden truncate full:inline">{name}</span>
      </Link>
      <LeaveButton className={ITEM} />
    </nav>
  );
}
