import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Notice } from "@/ui/notice";
import { type Provider, useDisconnect } from "./api";
import { sayOfProvider } from "./refusal-words";

type DisconnectDialogProps = { provider: Provider; onDone: () => void; onClose: () => void };

/** Asks before a provider stops opening the journal. The last way in stays; the server decides which that is. */
export function DisconnectDialog({ provider, onDone, onClose }: DisconnectDialogProps) {
  const disconnect = useDisconnect();
  const { name, label } = provider;
  return (
    <Dialog title={`Disconnect ${label}?`} onClose={onClose}>
      <p className="mt-2 text-quiet">
        It does not open your journal any more. Your pages stay, and so does your account at {label}.
      </p>
      {disconnect.error && (
        <Notice tone="bad" role="alert" className="mt-4">
          {sayOfProvider(disconnect.error, label, "account")}
        </Notice>
      )}
      <div className="mt-6 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Keep it</Button>
        <Button
          look="danger"
          busy={disconnect.isPending}
          onClick={() => disconnect.mutate(name, { onSuccess: onDone })}
        >
          Disconnect
        </Button>
      </div>
    </Dialog>
  );
}
