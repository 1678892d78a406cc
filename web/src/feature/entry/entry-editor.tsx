import { useRef, useState, useSyncExternalStore } from "react";
import { useMay } from "@/api/me";
import { stepBack } from "@/ui/step-back";
import { longDate } from "./dates";
import { DeleteDialog } from "./delete-dialog";
import type { Desk } from "./desk";
import { EntryBar } from "./entry-bar";
import { EntryReader } from "./entry-reader";
import type { Page } from "./page";
import { TagField } from "./tag-field";
import { TextEditor } from "./text-editor";
import { TitleField } from "./title-field";
import { TroublePanel } from "./trouble-panel";

type EntryEditorProps = { desk: Desk; onDeleted: () => void };

/** One page, to read and to write. The desk keeps it; this only shows it. */
export function EntryEditor({ desk, onDeleted }: EntryEditorProps) {
  const view = useSyncExternalStore(desk.watch, desk.view);
  const [isDeleting, setDeleting] = useState(false);
  const paper = useRef<HTMLElement>(null);
  const mayWrite = useMay("entries:write") !== false;
  const { page } = view.saving;
  const write = (change: Partial<Page>) => {
    stepBack();
    desk.type(change);
  };
  if (!mayWrite) return <EntryReader page={page} begun={desk.begun} />;
  return (
    <article ref={paper} className="min-h-full bg-sheet">
      <h1 className="sr-only">{page.title || "Untitled"}</h1>
      <EntryBar desk={desk} view={view} onDelete={() => setDeleting(true)} />
      <div className="mx-auto w-full max-w-[calc(38rem+4rem)] px-5 pt-4 pb-24 wide:px-8 wide:pt-8">
        <TroublePanel desk={desk} view={view} />
        <time dateTime={desk.begun.at} className="text-sm text-quiet">
          {longDate({ happened_at: desk.begun.at, time_zone: desk.begun.zone })}
        </time>
        <TitleField
          key={`title ${view.edition}`}
          title={page.title}
          autoFocus={view.saving.base === null && page.content === ""}
          onChange={(title) => write({ title })}
          onDone={() => paper.current?.querySelector<HTMLElement>(".cm-content")?.focus()}
        />
        <TextEditor
          key={`text ${view.edition}`}
          text={page.content}
          onChange={(content) => write({ content })}
        />
        <TagField tags={page.tags} onChange={(tags) => desk.type({ tags })} />
      </div>
      {isDeleting && <DeleteDialog desk={desk} onClose={() => setDeleting(false)} onDeleted={onDeleted} />}
    </article>
  );
}
