import { Link } from "@tanstack/react-router";
import { useMay } from "@/api/me";
import { NEW_ENTRY, paths } from "@/app/paths";
import { buttonClass } from "@/ui/button";

/** The list before the first page. Beside it, where there is room, stands the same offer, larger. */
export function NoEntries() {
  const mayWrite = useMay("entries:write") !== false;
  return (
    <div className="grid justify-items-start gap-5 px-6 py-4">
      <p className="text-quiet">What you write will be listed here, the newest first.</p>
      {mayWrite && (
        <Link
          to={paths.entry}
          params={{ entryId: NEW_ENTRY }}
          className={buttonClass({ look: "main" }, "wide:hidden")}
        >
          Begin your first page
        </Link>
      )}
    </div>
  );
}
