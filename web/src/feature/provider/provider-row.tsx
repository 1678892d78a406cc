import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Tag } from "@/ui/tag";
import type { Provider } from "./api";
import { connectionStory, MARKS } from "./provider-words";

type ProviderRowProps = {
  provider: Provider;
  isBusy: boolean;
  onConnect: () => void;
  onDisconnect: () => void;
  onConfirm: () => void;
};

/** One provider: whether it opens the journal, as whom, and what can be done about it. */
export function ProviderRow({ provider, isBusy, onConnect, onDisconnect, onConfirm }: ProviderRowProps) {
  const { label, kind, connection } = provider;
  const isSetAside = connection?.needs_confirmation ?? false;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-6 py-4">
      <span className="grid size-[38px] place-items-center rounded-md bg-sunk text-quiet">
        <Icon name={MARKS[kind]} />
      </span>
      <div className="min-w-0 flex-1 basis-[calc(100%-60px)] wide:basis-0">
        <p className="font-[540] break-words">
          {label}{" "}
          {connection && (
            <Tag look={isSetAside ? "warn" : "on"}>{isSetAside ? "set aside" : "connected"}</Tag>
          )}
        </p>
        <p className="text-sm break-words text-quiet">
          {connection ? connectionStory(connection) : "Not connected."}
        </p>
      </div>
      <div className="ml-auto flex flex-wrap gap-2">
        {isSetAside && (
          <Button
            size="small"
            look="main"
            busy={isBusy}
            onClick={onConfirm}
            aria-label={`It is mine: ${label}`}
          >
            It is mine
          </Button>
        )}
        {connection ? (
          <Button size="small" look="danger" onClick={onDisconnect} aria-label={`Disconnect ${label}`}>
            Disconnect
          </Button>
        ) : (
          <Button size="small" busy={isBusy} onClick={onConnect} aria-label={`Connect ${label}`}>
            Connect
          </Button>
        )}
      </div>
    </li>
  );
}
