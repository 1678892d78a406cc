import { type FormEvent, useState } from "react";
import { ApiError } from "@/api/problem";
import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { focusFirst } from "@/ui/focus";
import { Notice } from "@/ui/notice";
import { Select } from "@/ui/select";
import { TextInput } from "@/ui/text-input";
import { type NewInvite, useInvite } from "./api";
import { LIVES, usesTyped } from "./invite-words";

const DAY_MS = 24 * 60 * 60 * 1000;

/** For how many people, for how long, and what for. */
export function InviteForm({ onMade, onClose }: { onMade: (made: NewInvite) => void; onClose: () => void }) {
  const invite = useInvite();
  const [uses, setUses] = useState("1");
  const [days, setDays] = useState("14");
  const [note, setNote] = useState("");
  const [wrong, setWrong] = useState<string>();
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (invite.isPending) return;
    const count = usesTyped(uses);
    setWrong(count === null ? "An invitation is for 1 to 1,000 people." : undefined);
    if (count === null) return;
    const expires_at = new Date(Date.now() + Number(days) * DAY_MS).toISOString();
    invite.mutate({ uses: count, expires_at, note }, { onSuccess: onMade });
  };
  const complaint = (field: string) =>
    invite.error instanceof ApiError
      ? invite.error.errors.find((one) => one.field === field)?.message
      : undefined;
  const hasField = ["uses", "note"].some((field) => complaint(field));
  return (
    <form
      ref={focusFirst}
      method="post"
      noValidate
      onSubmit={send}
      className="grid gap-4 border-t border-line px-6 py-5 wide:grid-cols-2 wide:gap-x-6"
    >
      <Field id="invite-uses" label="How many people" error={wrong ?? complaint("uses")}>
        {(ids) => (
          <TextInput
            {...ids}
            inputMode="numeric"
            autoComplete="off"
            value={uses}
            onChange={({ target }) => setUses(target.value)}
          />
        )}
      </Field>
      <Field id="invite-days" label="It holds for" error={complaint("expires_at")}>
        {(ids) => (
          <Select {...ids} choices={LIVES} value={days} onChange={({ target }) => setDays(target.value)} />
        )}
      </Field>
      <div className="wide:col-span-2">
        <Field
          id="invite-note"
          label="Note"
          hint="What it is for. Only admins see it."
          error={complaint("note")}
        >
          {(ids) => (
            <TextInput
              {...ids}
              autoComplete="off"
              maxLength={200}
              value={note}
              onChange={({ target }) => setNote(target.value)}
            />
          )}
        </Field>
      </div>
      {invite.error && !hasField && (
        <Notice tone="bad" role="alert" className="wide:col-span-2">
          {say(invite.error)}
        </Notice>
      )}
      <div className="flex flex-wrap gap-3 wide:col-span-2">
        <Button type="submit" look="main" busy={invite.isPending}>
          Make the invitation
        </Button>
        <Button look="bare" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
