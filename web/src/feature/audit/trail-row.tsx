import { Link } from "@tanstack/react-router";
import { paths } from "@/app/paths";
import { Tag } from "@/ui/tag";
import { TEXT_LINK } from "@/ui/text-link";
import type { TrailEvent } from "./api";

const MOMENT = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });

/** One event: what, about whom, by whom, when and from where. */
export function TrailRow({ event }: { event: TrailEvent }) {
  const device = [event.browser, event.os].filter(Boolean).join(" on ");
  return (
    <li className="border-t border-line px-6 py-3">
      <p>
        {event.description} {event.outcome === "refused" && <Tag look="warn">stopped</Tag>}
      </p>
      {event.about && <p className="text-sm break-words">“{event.about}”</p>}
      <p className="text-sm break-words text-quiet">
        <time dateTime={event.happened_at}>{MOMENT.format(new Date(event.happened_at))}</time>
        {[event.actor, device, event.network].filter(Boolean).map((part) => ` · ${part}`)}
      </p>
      <p className="flex flex-wrap gap-x-4 text-sm">
        {event.account_id && <Person id={event.account_id} words="To whom" />}
        {event.by && <Person id={event.by} words="By whom" />}
      </p>
    </li>
  );
}

function Person({ id, words }: { id: string; words: string }) {
  return (
    <Link
      to={paths.adminPerson}
      params={{ personId: id }}
      className={`${TEXT_LINK} pointer-coarse:inline-flex pointer-coarse:min-h-11 pointer-coarse:items-center`}
    >
      {words}
    </Link>
  );
}
