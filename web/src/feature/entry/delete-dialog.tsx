import { useState } from "react";
import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Notice } from "@/ui/notice";
import { useDeleteEntry } from "./api";
import type { Desk } from "./desk";

type DeleteDialogProps = { desk: Desk; onClose: () => void; onDeleted: () => void };

/** Asks before a page goes. What is on the server stays in the trash for 30 days; what never was is gone at once. */
export function DeleteDialog({ desk, onClose, onDeleted }: DeleteDialogProps) {
  const remove = useDeleteEntry();
  const [isBusy, setBusy] = useState(false);
  const isOnServer = desk.view().saving.base !== null;

  const confirm = async () => {
    setBusy(true);
    const { base } = isOnServer ? await desk.settled() : { base: null };
    try {
      if (base) await remove.mutateAsync(base);
      await desk.discard();
      onDeleted();
    } catch {
      setBusy(false); // the words come from `remove.error`
    }
  };

  return (
    <Dialog title={isOnServer ? "Delete this page?" : "Throw this page away?"} onClose={onClose}>
      <p className="mt-2 text-quiet">
        {isOnServer
          ? "It leaves your journal now, and is kept for 30 days before it is gone for good."
          : "It was never saved, so there is no way back."}
      </p>
      {remove.error && (
        <Notice tone="bad" role="alert" className="mt-4">
          {say(remove.error)}
        </Notice>
      )}
      <div className="mt-6 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Keep it</Button>
        <Button look="danger" busy={isBusy} onClick={confirm}>
          {isOnServer ? "Delete" : "Throw away"}
        </Button>
      </div>
    </Dialog>
  );
}
