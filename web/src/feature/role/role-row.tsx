import { useState } from "react";
import { useMay } from "@/api/me";
import { Button } from "@/ui/button";
import { scopeWords } from "@/ui/scope-fields";
import { Tag } from "@/ui/tag";
import { type Role, useChangeRole, useDeleteRole } from "./api";
import { RoleForm } from "./role-form";

type RoleRowProps = { role: Role; own: readonly string[]; onFailed: (error: unknown) => void };

/** One role: what it grants, who has it, and for those of one's own, changing and deleting it. */
export function RoleRow({ role, own, onFailed }: RoleRowProps) {
  const change = useChangeRole();
  const deletion = useDeleteRole();
  const [isOpen, setOpen] = useState(false);
  const mayWrite = useMay("admin:write");
  const people = role.people === 1 ? "1 person" : `${role.people} people`;
  return (
    <li className="border-t border-line">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-6 py-4">
        <div className="min-w-0 flex-1 basis-full wide:basis-0">
          <p className="font-[540]">
            {role.name} {role.is_built_in && <Tag>built in</Tag>}
          </p>
          <p className="text-sm text-quiet">
            {people} · {role.scopes.map(scopeWords).join(", ")}
          </p>
        </div>
        {mayWrite && !role.is_built_in && !isOpen && (
          <>
            <Button size="small" onClick={() => setOpen(true)} aria-label={`Change ${role.name}`}>
              Change
            </Button>
            {role.people === 0 && (
              <Button
                size="small"
                look="danger"
                busy={deletion.isPending}
                onClick={() => deletion.mutate(role.name, { onError: onFailed })}
                aria-label={`Delete ${role.name}`}
              >
                Delete
              </Button>
            )}
          </>
        )}
      </div>
      {isOpen && (
        <RoleForm
          role={role}
          own={own}
          sending={change}
          onSend={({ scopes, reason }) =>
            change.mutate({ name: role.name, scopes, reason }, { onSuccess: () => setOpen(false) })
          }
          onClose={() => setOpen(false)}
        />
      )}
    </li>
  );
}
