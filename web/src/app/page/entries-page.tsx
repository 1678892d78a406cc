import { useQuery } from "@tanstack/react-query";
import { Outlet, useParams } from "@tanstack/react-router";
import { useStanding } from "@/api/live-session";
import { meQuery } from "@/api/me";
import { draftsQuery } from "@/feature/entry/api";
import { EntryList } from "@/feature/entry/entry-list";
import { PasskeyOffer } from "@/feature/passkey/passkey-offer";
import { cx } from "@/ui/cx";
import { desks } from "../desks";
import { WaitingNotice } from "../waiting-notice";

/** The list, and beside it the page that is open; on a phone one or the other. */
export function EntriesPage() {
  const { entryId } = useParams({ strict: false });
  const { data: me } = useQuery(meQuery);
  const standing = useStanding();
  const account = standing.kind === "in" || standing.kind === "locked" ? standing.account : "";
  const { data: drafts = [] } = useQuery(draftsQuery(account));
  const isOpen = entryId !== undefined;
  const Heading = isOpen ? "p" : "h1"; // an open page brings its own
  return (
    <main
      id="main"
      data-place
      tabIndex={-1}
      className="wide:grid wide:h-dvh wide:grid-cols-[minmax(260px,300px)_minmax(0,1fr)] full:grid-cols-[348px_minmax(0,1fr)]"
    >
      <section
        aria-label="Entries"
        className={cx(
          "chrome border-line pb-6 wide:h-dvh wide:overflow-y-auto wide:border-x",
          isOpen && "hidden wide:block",
        )}
      >
        <Heading className="px-6 pt-5 pb-2 font-serif text-[1.375rem] font-[540] tracking-[-0.01em]">
          Entries
        </Heading>
        <WaitingNotice me={me} className="mx-6 mb-4" />
        <PasskeyOffer account={account} />
        <EntryList openId={entryId ?? null} drafts={drafts.filter(({ slot }) => !desks.isWatched(slot))} />
      </section>
      <div
        className={cx(
          "min-h-[calc(100dvh-4rem)] min-w-0 bg-sheet wide:h-dvh wide:overflow-y-auto",
          !isOpen && "hidden wide:block",
        )}
      >
        <Outlet />
      </div>
    </main>
  );
}
