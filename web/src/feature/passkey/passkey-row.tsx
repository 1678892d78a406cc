import { type FormEvent, useState } from "react";
import { useMay } from "@/api/me";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { Tag } from "@/ui/tag";
import { TextInput } from "@/ui/text-input";
import type { Passkey } from "./api";
import { placeOf } from "./here";
import { passkeyStory } from "./passkey-words";

type PasskeyRowProps = {
  passkey: Passkey;
  isBusy: boolean;
  onRename: (name: string) => void;
  onRemove: () => void;
  onConfirm: () => void;
};

/** One passkey: what it is called, who keeps it, when it was used, and what can be done with it. */
export function PasskeyRow({ passkey, isBusy, onRename, onRemove, onConfirm }: PasskeyRowProps) {
  const [isNaming, setNaming] = useState(false);
  const mayChange = useMay("profile:write") !== false;
  const { name } = passkey;
  const rename = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = String(new FormData(event.currentTarget).get("name") ?? "").trim();
    setNaming(false);
    if (typed !== "" && typed !== name) onRename(typed);
  };
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-6 py-4">
      <span className="grid size-[38px] place-items-center rounded-md bg-sunk text-quiet">
        <Icon name={passkey.synced ? "laptop" : "phone"} />
      </span>
      <div className="min-w-0 flex-1 basis-[calc(100%-60px)] wide:basis-0">
        <p className="font-[540] break-words">
          {name} <Tag>{placeOf(passkey)}</Tag>
        </p>
        <p className="text-sm text-quiet">{passkeyStory(passkey)}</p>
      </div>
      {!mayChange ? null : isNaming ? (
        <form method="post" onSubmit={rename} className="grid w-full gap-2">
          <Field id={`name-${passkey.id}`} label="Name">
            {(ids) => (
              <TextInput {...ids} name="name" defaultValue={name} maxLength={64} autoComplete="off" />
            )}
          </Field>
          <div className="flex gap-2">
            <Button type="submit" look="main">
              Save
            </Button>
            <Button look="bare" onClick={() => setNaming(false)}>
              Cancel
            </Button>
          </div>
        </form>
      ) : (
        <div className="ml-auto flex flex-wrap gap-2">
          {passkey.needs_confirmation && (
            <Button
              size="small"
              look="main"
              busy={isBusy}
              onClick={onConfirm}
              aria-label={`It is mine: ${name}`}
            >
              It is mine
            </Button>
          )}
          <Button size="small" onClick={() => setNaming(true)} aria-label={`Rename ${name}`}>
            Rename
          </Button>
          <Button size="small" look="danger" busy={isBusy} onClick={onRemove} aria-label={`Remove ${name}`}>
            Remove
          </Button>
        </div>
      )}
    </li>
  );
}
