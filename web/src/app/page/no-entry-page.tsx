import { Link } from "@tanstack/react-router";
import { useMay } from "@/api/me";
import { buttonClass } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { NEW_ENTRY, paths } from "../paths";

/** Beside the list when no page is open. */
export function NoEntryPage() {
  const mayWrite = useMay("entries:write") !== false;
  return (
    <div className="grid min-h-full content-center justify-items-center gap-6 p-8 text-center">
      <h2 className="font-serif text-2xl font-medium tracking-tight">
        {mayWrite ? "What would you like to keep?" : "What would you like to read?"}
      </h2>
      {mayWrite && (
        <Link to={paths.entry} params={{ entryId: NEW_ENTRY }} className={buttonClass({ look: "main" })}>
          <Icon name="pen" />
          Begin a page
        </Link>
      )}
    </div>
  );
}
