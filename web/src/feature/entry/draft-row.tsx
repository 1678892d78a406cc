import { Link } from "@tanstack/react-router";
import { NEW_ENTRY, paths } from "@/app/paths";
import { Tag } from "@/ui/tag";
import type { Draft } from "./drafts";

/** A page that is on this device only. */
export function DraftRow({ draft }: { draft: Draft }) {
  return (
    <li>
      <Link
        to={paths.entry}
        params={{ entryId: NEW_ENTRY }}
        search={{ draft: draft.slot }}
        className="mx-2 block rounded-md px-4 py-3 hover:bg-sunk"
      >
        <span className="block truncate font-[560]">{draft.page.title || "Untitled"}</span>
        <span className="line-clamp-2 text-sm break-words text-quiet">{draft.page.content}</span>
        <Tag look="warn">not saved yet</Tag>
      </Link>
    </li>
  );
}
