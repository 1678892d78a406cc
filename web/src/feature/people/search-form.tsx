import { type FormEvent, useCallback, useRef, useState } from "react";
import { Field } from "@/ui/field";
import { Select } from "@/ui/select";
import { TextInput } from "@/ui/text-input";
import type { Sought, Standing } from "./api";
import { STANDINGS } from "./person-words";

type SearchFormProps = {
  sought: Sought;
  /** The roles there are, by name. */
  roles: readonly string[];
  onSeek: (sought: Sought) => void;
};

/** Milliseconds without a key after which a search begins by itself. */
const PAUSE = 250;
const STATES = Object.entries(STANDINGS).map(([value, words]) => ({ value, words }));

/** Whom to look for. */
export function SearchForm({ sought, roles, onSeek }: SearchFormProps) {
  const [typed, setTyped] = useState(sought.q ?? "");
  const [known, setKnown] = useState({ q: sought.q, own: sought.q });
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Who leaves while a search is about to begin must not be brought back by it.
  const leave = useCallback(() => () => clearTimeout(waiting.current), []);
  if (known.q !== sought.q) {
    setKnown({ ...known, q: sought.q });
    // Going back in the browser brings other words, which nobody typed here.
    if (known.own !== sought.q) setTyped(sought.q ?? "");
  }
  // A search that is about to begin knows nothing of what was chosen since, so whatever begins takes its place.
  const seek = (words: string, chosen: Partial<Sought> = {}) => {
    clearTimeout(waiting.current);
    const q = words.trim() || undefined;
    setKnown({ ...known, own: q });
    onSeek({ ...sought, ...chosen, q });
  };
  const type = (words: string) => {
    setTyped(words);
    clearTimeout(waiting.current);
    waiting.current = setTimeout(() => seek(words), PAUSE);
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    seek(typed);
  };
  return (
    <search>
      <form
        ref={leave}
        method="post"
        onSubmit={send}
        className="mt-6 grid grid-cols-2 gap-4 *:first:col-span-2 wide:grid-cols-[minmax(0,1fr)_10rem_8rem] wide:*:first:col-span-1"
      >
        <Field id="people-q" label="Search">
          {(ids) => (
            <TextInput
              {...ids}
              type="search"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={254}
              placeholder="Address, username or id"
              value={typed}
              onChange={({ target }) => type(target.value)}
            />
          )}
        </Field>
        <Field id="people-state" label="State">
          {(ids) => (
            <Select
              {...ids}
              none="any"
              choices={STATES}
              value={sought.state ?? ""}
              onChange={({ target }) => seek(typed, { state: (target.value as Standing) || undefined })}
            />
          )}
        </Field>
        <Field id="people-role" label="Role">
          {(ids) => (
            <Select
              {...ids}
              none="any"
              choices={roles.map((role) => ({ value: role, words: role }))}
              value={sought.role ?? ""}
              onChange={({ target }) => seek(typed, { role: target.value || undefined })}
            />
          )}
        </Field>
      </form>
    </search>
  );
}
