import { Link } from "@tanstack/react-router";
import { buttonClass } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { NEW_ENTRY, paths } from "../paths";

/** Beside the list when no page is open. */
export function NoEntryPage() {
  return (
    <div className="grid min-h-full content-center justify-items-center gap-6 p-8 text-center">
      <h2 className="font-serif text-2xl font-medium tracking-tight">What would you like to keep?</h2>
      <Link to={paths.entry} params={{ entryId: NEW_ENTRY }} className={buttonClass({ look: "main" })}>
        <Icon name="pen" />
        Begin a page
      </Link>
    </div>
  );
}
