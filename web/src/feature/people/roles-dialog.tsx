import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { meQuery } from "@/api/me";
import { scopeWords } from "@/ui/scope-fields";
import type { GivenRole, Person } from "./api";
import { ReasonDialog } from "./reason-dialog";
import { mayHandOut, withRole } from "./role-choice";

type RolesDialogProps = {
  person: Person;
  roles: readonly GivenRole[];
  onClose: () => void;
  onDone: () => void;
};

/** Which roles somebody has, of those that one may give or take; the others stay as they are. */
export function RolesDialog({ person, roles, onClose, onDone }: RolesDialogProps) {
  const { data: me } = useQuery(meQuery);
  const [chosen, choose] = useState<string[]>(person.roles);
  const wrong = chosen.length === 0 ? "A person has at least one role." : undefined;
  return (
    <ReasonDialog
      id={person.id}
      act={{ kind: "set-roles", roles: chosen }}
      onClose={onClose}
      onDone={onDone}
      wrong={wrong}
    >
      <fieldset aria-describedby={wrong && "roles-error"}>
        <legend className="mb-1 text-sm font-[520]">Roles</legend>
        {roles.map((role) => {
          const isMine = me !== undefined && mayHandOut(role, me);
          const isImplied = role.name === "user" && chosen.includes("admin");
          return (
            <div key={role.name} className="py-1">
              <label className="flex min-h-(--touch) items-center gap-3">
                <input
                  type="checkbox"
                  name={role.name}
                  aria-describedby={`role-${role.name}`}
                  className="size-[18px] flex-none accent-accent"
                  checked={chosen.includes(role.name)}
                  disabled={!isMine || isImplied}
                  onChange={({ target }) => choose(withRole(chosen, role.name, target.checked))}
                />
                <span className="min-w-0 break-words">{role.name}</span>
              </label>
              <p id={`role-${role.name}`} className="-mt-1 pl-[30px] text-sm text-quiet">
                {isMine ? role.scopes.map(scopeWords).join(", ") : "Grants more than you may do yourself."}
              </p>
            </div>
          );
        })}
        {wrong && (
          <p id="roles-error" role="alert" className="mt-1 text-sm text-bad">
            {wrong}
          </p>
        )}
      </fieldset>
    </ReasonDialog>
  );
}
