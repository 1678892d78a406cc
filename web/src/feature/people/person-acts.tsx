import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import type { GivenRole, Person } from "./api";
import { ACTS, actsFor } from "./person-words";
import { RolesDialog } from "./roles-dialog";
import { Asked, useDoing } from "./use-doing";

type PersonActsProps = { person: Person; isMe: boolean; roles: readonly GivenRole[] };

/** What can be done, and what was just done. */
export function PersonActs({ person, isMe, roles }: PersonActsProps) {
  const doing = useDoing();
  const { asked, ask, close, finish, said } = doing;
  return (
    <Card title="What you can do">
      <div className="flex flex-wrap gap-3 border-t border-line px-6 py-4">
        {actsFor(person, isMe).map((kind) => (
          <Button key={kind} look={ACTS[kind].isHard ? "danger" : "plain"} onClick={() => ask({ kind })}>
            {ACTS[kind].press}
          </Button>
        ))}
      </div>
      {said}
      {asked?.kind === "set-roles" ? (
        <RolesDialog person={person} roles={roles} onClose={close} onDone={finish} />
      ) : (
        <Asked id={person.id} doing={doing} />
      )}
    </Card>
  );
}
