import { useState } from "react";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import type { Act, Person } from "./api";
import { ACTS, actsFor } from "./person-words";
import { ReasonDialog } from "./reason-dialog";

/** What can be done, and what was just done. */
export function PersonActs({ person, isMe }: { person: Person; isMe: boolean }) {
  const [asked, ask] = useState<Act>();
  const [done, setDone] = useState<Act>();
  return (
    <Card title="What you can do">
      <div className="flex flex-wrap gap-3 border-t border-line px-6 py-4">
        {actsFor(person, isMe).map((act) => (
          <Button
            key={act}
            look={ACTS[act].isHard ? "danger" : "plain"}
            onClick={() => {
              setDone(undefined);
              ask(act);
            }}
          >
            {ACTS[act].press}
          </Button>
        ))}
      </div>
      <p role="status" className={done ? "border-t border-line px-6 py-3" : "sr-only"}>
        {done && `${ACTS[done].done} The person is told by mail.`}
      </p>
      {asked && (
        <ReasonDialog
          key={asked}
          id={person.id}
          act={asked}
          onClose={() => ask(undefined)}
          onDone={() => {
            setDone(asked);
            ask(undefined);
          }}
        />
      )}
    </Card>
  );
}
