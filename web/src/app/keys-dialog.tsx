import { useState, useSyncExternalStore } from "react";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { KEYS, keyHelp } from "./keys";

/** What can be done by key, and the switch for the single ones. */
export function KeysDialog() {
  const isShown = useSyncExternalStore(keyHelp.subscribe, keyHelp.isShown);
  const [areOn, setOn] = useState(keyHelp.areOn);
  if (!isShown) return null;
  const turn = (on: boolean) => {
    keyHelp.turn(on);
    setOn(on);
  };
  return (
    <Dialog title="Keys" onClose={() => keyHelp.show(false)}>
      <dl className="mt-4 grid grid-cols-[auto_1fr] gap-x-4 gap-y-2">
        {KEYS.map(({ keys, does }) => (
          <div key={keys} className="contents">
            <dt>
              <kbd className="rounded-sm bg-sunk px-2 py-0.5 font-mono text-sm">{keys}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <label className="mt-5 flex min-h-(--touch) items-center gap-3 text-sm">
        <input
          type="checkbox"
          className="size-5 accent-accent"
          checked={areOn}
          onChange={({ target }) => turn(target.checked)}
        />
        Single keys act while nothing is being typed
      </label>
      <Button data-first size="large" className="mt-4" onClick={() => keyHelp.show(false)}>
        Close
      </Button>
    </Dialog>
  );
}
