import { type FormEvent, useState } from "react";
import { ApiError } from "@/api/problem";
import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { focusFirst } from "@/ui/focus";
import { Notice } from "@/ui/notice";
import { ScopeFields } from "@/ui/scope-fields";
import { TextInput } from "@/ui/text-input";
import type { Role } from "./api";
import { choices, complaintsOf, type RoleFields } from "./role-fields";

type RoleFormProps = {
  /** The role that changes; none: a new one is made. */
  role?: Role;
  /** What one may do oneself: nobody gives more. */
  own: readonly string[];
  /** How what was sent last goes. */
  sending: { isPending: boolean; error: unknown };
  onSend: (fields: RoleFields) => void;
  onClose: () => void;
};

/** What a role is called and grants, and for one that there is, why that changes. */
export function RoleForm({ role, own, sending, onSend, onClose }: RoleFormProps) {
  const { isPending, error } = sending;
  const [fields, setFields] = useState<RoleFields>({
    name: role?.name ?? "",
    scopes: role?.scopes ?? [],
    reason: "",
  });
  const [wrong, setWrong] = useState<Partial<Record<keyof RoleFields, string>>>({});
  const told = (field: keyof RoleFields) =>
    wrong[field] ??
    (error instanceof ApiError ? error.errors.find((one) => one.field === field)?.message : undefined);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (isPending) return;
    const complaints = complaintsOf(fields, role !== undefined);
    setWrong(complaints);
    if (Object.keys(complaints).length === 0) onSend(fields);
  };
  const id = role?.name ?? "new-role";
  return (
    <form
      ref={focusFirst}
      method="post"
      noValidate
      onSubmit={send}
      className="grid max-w-[30rem] gap-4 border-t border-line px-6 py-4"
    >
      {!role && (
        <Field
          id={`${id}-name`}
          label="Name"
          hint="Small letters, digits and hyphens, such as: support."
          error={told("name")}
        >
          {(ids) => (
            <TextInput
              {...ids}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={24}
              value={fields.name}
              onChange={({ target }) => setFields({ ...fields, name: target.value })}
            />
          )}
        </Field>
      )}
      <ScopeFields
        id={`${id}-scopes`}
        label="What it grants"
        scopes={choices(own, role?.scopes ?? [])}
        chosen={fields.scopes}
        onChange={(scopes) => setFields({ ...fields, scopes })}
        error={told("scopes")}
      />
      {role && (
        <Field
          id={`${id}-reason`}
          label="Why?"
          hint="Everybody who has the role gets it by mail."
          error={told("reason")}
        >
          {(ids) => (
            <TextInput
              {...ids}
              autoComplete="off"
              maxLength={300}
              value={fields.reason}
              onChange={({ target }) => setFields({ ...fields, reason: target.value })}
            />
          )}
        </Field>
      )}
      {error !== null && error !== undefined && !(error instanceof ApiError && error.errors.length > 0) && (
        <Notice tone="bad" role="alert">
          {say(error)}
        </Notice>
      )}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" look="main" busy={isPending}>
          {role ? "Change it" : "Make it"}
        </Button>
        <Button look="bare" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
