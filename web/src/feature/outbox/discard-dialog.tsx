import { type FormEvent, useState } from "react";
import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { TextInput } from "@/ui/text-input";
import { useDiscardMail, type WaitingMail } from "./api";
import { aboutWhom, kindOf } from "./mail-words";

/** Asks why before a mail goes for good. */
export function DiscardDialog({ mail, onClose }: { mail: WaitingMail; onClose: () => void }) {
  const discard = useDiscardMail(mail.id);
  const [reason, setReason] = useState("");
  const [isEmpty, setEmpty] = useState(false);
  const send = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(reason.trim() === "");
    if (reason.trim() === "" || discard.isPending) return;
    discard.mutate(reason.trim(), { onSuccess: onClose });
  };
  return (
    <Dialog title="Throw this mail away?" onClose={onClose}>
      <p className="mt-2 break-words text-quiet">
        {kindOf(mail)}, about {aboutWhom(mail)}. It never arrives, and a link in it is lost.
      </p>
      <form method="post" noValidate onSubmit={send} className="mt-5 grid gap-4">
        <Field
          id="discard-reason"
          label="Reason"
          hint="It stays in the activity of whom the mail is about."
          error={isEmpty ? "Say why." : undefined}
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
        {discard.error && (
          <Notice tone="bad" role="alert">
            {say(discard.error)}
          </Notice>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Keep it</Button>
          <Button type="submit" look="danger" busy={discard.isPending}>
            Throw away
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
