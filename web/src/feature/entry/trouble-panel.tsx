import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { ConflictPanel } from "./conflict-panel";
import type { Desk, DeskView } from "./desk";

/** What keeps the page from being saved, and the next step. Nothing when all is well. */
export function TroublePanel({ desk, view }: { desk: Desk; view: DeskView }) {
  const { phase } = view.saving;
  if (phase.kind === "conflict") return <ConflictPanel desk={desk} theirs={phase.theirs} />;
  if (phase.kind === "gone") {
    return (
      <Notice tone="bad" role="alert" className="mb-6">
        <span className="flex-1">This page was deleted elsewhere. Your words are still here.</span>
        <Button size="small" onClick={() => desk.tell({ kind: "chose", which: "both" })}>
          Save as a new page
        </Button>
      </Notice>
    );
  }
  if (phase.kind !== "refused") return null;
  return (
    <Notice tone="bad" role="alert" className="mb-6">
      <div>
        <p>{say(phase.error)}</p>
        {phase.error.errors.map(({ field, message }) => (
          <p key={`${field} ${message}`}>{message}</p>
        ))}
      </div>
    </Notice>
  );
}
