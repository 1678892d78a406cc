import { type FormEvent, type ReactNode, useState } from "react";
import { ApiError } from "@/api/problem";
import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { TextInput } from "@/ui/text-input";
import { type Act, useAct } from "./api";
import { ACTS } from "./person-words";

type ReasonDialogProps = {
  /** Whose account. */
  id: string;
  act: Act;
  onClose: () => void;
  onDone: () => void;
  /** What is chosen besides. */
  children?: ReactNode;
  /** What is wrong with that; nothing is sent until it is right. */
  wrong?: string;
};

/** Asks why before something is done to somebody. They read it, and it stays in their activity. */
export function ReasonDialog({ id, act, onClose, onDone, children, wrong }: ReasonDialogProps) {
  const words = ACTS[act.kind];
  const doing = useAct(id);
  const [reason, setReason] = useState("");
  const [isEmpty, setEmpty] = useState(false);
  const send = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(reason.trim() === "");
    if (reason.trim() === "" || wrong || doing.isPending) return;
    doing.mutate({ act, reason: reason.trim() }, { onSuccess: onDone });
  };
  const told = doing.error instanceof ApiError && doing.error.errors.find(({ field }) => field === "reason");
  const complaint = isEmpty ? "Say why. The person will read it." : told ? told.message : undefined;
  return (
    <Dialog title={words.title} onClose={onClose}>
      {act.name && <p className="mt-2 font-[540] break-words">{act.name}</p>}
      <p className="mt-2 text-quiet">{words.means}</p>
      <form method="post" noValidate onSubmit={send} className="mt-5 grid gap-4">
        {children}
        <Field
          id="reason"
          label="Reason"
          hint="The person gets it by mail, and it stays in their activity."
          error={complaint}
        >
          {(ids) => (
            <TextInput
              {...ids}
              data-first
              autoComplete="off"
              maxLength={300}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          )}
        </Field>
        {doing.error && !told && (
          <Notice tone="bad" role="alert">
            {say(doing.error)}
          </Notice>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look={words.isHard ? "danger" : "main"} busy={doing.isPending}>
            {words.press}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
