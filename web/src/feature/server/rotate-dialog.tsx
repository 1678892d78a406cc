import { useState } from "react";
import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Notice } from "@/ui/notice";
import { useRotateKey } from "./api";

/** Asks how a new key takes over. */
export function RotateDialog({ onClose, onDone }: { onClose: () => void; onDone: (from: string) => void }) {
  const rotate = useRotateKey();
  const [dropsOld, setDropsOld] = useState(false);
  return (
    <Dialog title="Make a new key?" onClose={onClose}>
      <p className="mt-2 text-quiet">
        A new key takes over in a moment. What the old ones signed holds until it has run out.
      </p>
      <label className="mt-4 flex min-h-11 items-center gap-3">
        <input
          type="checkbox"
          checked={dropsOld}
          onChange={({ target }) => setDropsOld(target.checked)}
          className="size-5 accent-accent"
        />
        <span>
          An old key may be known to somebody: void it at once. Every page then renews its token by itself.
        </span>
      </label>
      {rotate.error && (
        <Notice tone="bad" role="alert" className="mt-4">
          {say(rotate.error)}
        </Notice>
      )}
      <div className="mt-6 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          look="main"
          busy={rotate.isPending}
          onClick={() => rotate.mutate(dropsOld, { onSuccess: ({ signs_from }) => onDone(signs_from) })}
        >
          Make it
        </Button>
      </div>
    </Dialog>
  );
}
