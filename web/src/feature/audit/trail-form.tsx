import { type FormEvent, useState } from "react";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Select } from "@/ui/select";
import { TextInput } from "@/ui/text-input";
import type { TrailFilter } from "./api";

const ACTORS = ["client", "admin", "operator", "program"].map((value) => ({ value, words: value }));
const OUTCOMES = ["done", "refused"].map((value) => ({ value, words: value }));

/** What to look for in the trail. */
export function TrailForm({ onSeek }: { onSeek: (filter: TrailFilter) => void }) {
  const [filter, set] = useState<TrailFilter>({});
  const change = (more: TrailFilter) => set({ ...filter, ...more });
  const send = (event: FormEvent) => {
    event.preventDefault();
    onSeek(Object.fromEntries(Object.entries(filter).filter(([, value]) => value)));
  };
  return (
    <search>
      <form
        method="post"
        onSubmit={send}
        className="mt-6 grid grid-cols-2 items-end gap-4 wide:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)_8rem_8rem_auto]"
      >
        <Field id="trail-kind" label="Kind">
          {(ids) => (
            <TextInput
              {...ids}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              placeholder="signed_in"
              onChange={({ target }) => change({ kind: target.value.trim() })}
            />
          )}
        </Field>
        <Field id="trail-account" label="Account">
          {(ids) => (
            <TextInput
              {...ids}
              autoComplete="off"
              spellCheck={false}
              placeholder="Id, or none"
              onChange={({ target }) => change({ account: target.value.trim() })}
            />
          )}
        </Field>
        <Field id="trail-actor" label="By">
          {(ids) => (
            <Select
              {...ids}
              none="any"
              choices={ACTORS}
              onChange={({ target }) => change({ actor: target.value })}
            />
          )}
        </Field>
        <Field id="trail-outcome" label="Outcome">
          {(ids) => (
            <Select
              {...ids}
              none="any"
              choices={OUTCOMES}
              onChange={({ target }) => change({ outcome: target.value })}
            />
          )}
        </Field>
        <Button type="submit" look="main" className="col-span-2 min-h-11 wide:col-span-1">
          Look
        </Button>
      </form>
    </search>
  );
}
