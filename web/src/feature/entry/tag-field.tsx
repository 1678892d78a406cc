import { useState } from "react";
import { withTag } from "./tag-names";

type TagFieldProps = { tags: string[]; onChange: (tags: string[]) => void };

/** The page's tags; a comma or Enter adds what was typed. */
export function TagField({ tags, onChange }: TagFieldProps) {
  const [typed, setTyped] = useState("");
  const add = (text: string) => {
    const next = withTag(tags, text);
    if (next !== tags) onChange(next);
    setTyped("");
  };
  return (
    <fieldset className="mt-6 flex flex-wrap items-center gap-2 text-sm">
      <legend className="sr-only">Tags</legend>
      {tags.map((tag) => (
        <button
          key={tag}
          type="button"
          aria-label={`Remove tag ${tag}`}
          onClick={() => onChange(tags.filter((other) => other !== tag))}
          className="inline-flex min-h-8 max-w-full items-center gap-1.5 rounded-full bg-sunk px-3 text-quiet hover:text-ink pointer-coarse:min-h-11"
        >
          <span className="truncate">{tag}</span>
          <span aria-hidden="true">×</span>
        </button>
      ))}
      <input
        aria-label="Add a tag"
        placeholder="Add a tag"
        value={typed}
        autoCapitalize="none"
        onChange={({ target }) =>
          target.value.endsWith(",") ? add(target.value.slice(0, -1)) : setTyped(target.value)
        }
        onBlur={() => add(typed)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
          event.preventDefault();
          add(typed);
        }}
        className="min-h-(--touch) w-32 min-w-0 flex-none rounded-sm bg-transparent px-1 placeholder:text-quiet"
      />
    </fieldset>
  );
}
