import { type FormEvent, useState } from "react";
import { ApiError } from "@/api/problem";
import { sayOfAccounts } from "@/api/words";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { focusFirst } from "@/ui/focus";
import { Notice } from "@/ui/notice";
import { ScopeFields } from "@/ui/scope-fields";
import { Select } from "@/ui/select";
import { TextInput } from "@/ui/text-input";
import { type Made, useMakeToken } from "./api";
import { endAfter, LIVES } from "./token-words";

type NewTokenProps = { scopes: readonly string[]; onMade: (made: Made) => void; onClose: () => void };

/** Asks what a new token is for, what it may do, and how long. */
export function NewToken({ scopes, onMade, onClose }: NewTokenProps) {
  const make = useMakeToken();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<string[]>([]);
  const [days, setDays] = useState("");
  const [wrong, setWrong] = useState<{ name?: string; scopes?: string }>({});
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (make.isPending) return;
    const complaints = {
      name: name.trim() ? undefined : "Say what it is for, so that you know it later.",
      scopes: chosen.length > 0 ? undefined : "Choose at least one.",
    };
    setWrong(complaints);
    if (complaints.name || complaints.scopes) return;
    const expires_at = endAfter(days, new Date());
    make.mutate({ name: name.trim(), scopes: chosen, expires_at }, { onSuccess: onMade, onError: refuse });
  };
  const refuse = (error: unknown) => {
    const told = (field: string) =>
      error instanceof ApiError ? error.errors.find((one) => one.field === field)?.message : undefined;
    setWrong({ name: told("name"), scopes: told("scopes") });
  };
  return (
    <form
      ref={focusFirst}
      method="post"
      noValidate
      onSubmit={send}
      className="grid max-w-[30rem] gap-4 border-t border-line px-6 py-4"
    >
      <Field id="token-name" label="What is it for?" hint="Such as: nightly backup." error={wrong.name}>
        {(ids) => (
          <TextInput
            {...ids}
            autoComplete="off"
            maxLength={100}
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        )}
      </Field>
      <ScopeFields
        id="token-scopes"
        label="What may it do?"
        scopes={scopes}
        chosen={chosen}
        onChange={setChosen}
        error={wrong.scopes}
      />
      <Field id="token-life" label="How long does it hold?">
        {(ids) => (
          <Select
            {...ids}
            none="90 days"
            choices={[...LIVES]}
            value={days}
            onChange={({ target }) => setDays(target.value)}
          />
        )}
      </Field>
      {make.error && !wrong.name && !wrong.scopes && (
        <Notice tone="bad" role="alert">
          {sayOfAccounts(make.error)}
        </Notice>
      )}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" look="main" busy={make.isPending}>
          Make it
        </Button>
        <Button look="bare" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
