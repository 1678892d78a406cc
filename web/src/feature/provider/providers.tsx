import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sayOfAccounts } from "@/api/words";
import { Card } from "@/ui/card";
import { Loading } from "@/ui/loading";
import { Notice } from "@/ui/notice";
import { Trouble } from "@/ui/trouble";
import { connectionsQuery, useConfirm, useConnect } from "./api";
import { DisconnectDialog } from "./disconnect-dialog";
import { ProviderRow } from "./provider-row";
import { SOME_PROVIDER, sayOfProvider } from "./refusal-words";

/** Every provider that can open the journal. `justConnected` names the one that one comes back from. */
export function Providers({ justConnected }: { justConnected?: string }) {
  const providers = useQuery(connectionsQuery);
  const [connect, confirm] = [useConnect(), useConfirm()];
  const [leaving, leave] = useState<string | null>(null);
  const [news, tell] = useState<string | null>(null);
  const items = providers.data ?? [];
  const labelOf = (name?: string) => items.find((one) => one.name === name)?.label ?? SOME_PROVIDER;
  const waits = items.some(({ connection }) => connection?.needs_confirmation);
  const disconnecting = items.find(({ name, connection }) => connection && name === leaving);
  const arrived = items.find(
    (one) => one.name === justConnected && one.connected && !one.connection?.needs_confirmation,
  );
  const failed = connect.error ? connect : confirm;
  const begin = () => {
    for (const past of [connect, confirm]) past.reset();
    tell(null);
  };
  return (
    <>
      {waits && (
        <Notice className="mt-6">
          Your account was recovered. A provider opens it again when you say that the account there is yours;
          disconnect what you do not know.
        </Notice>
      )}
      <Card title="Connected providers">
        {providers.isPending && <Loading />}
        {providers.error && !providers.data && (
          <div className="px-6">
            <Trouble words={sayOfAccounts(providers.error)} onRetry={() => providers.refetch()} />
          </div>
        )}
        {providers.data?.length === 0 && (
          <p className="border-t border-line px-6 py-4 text-quiet">
            There is none here. Whoever runs this journal can name one in its settings, and you connect it on
            this page.
          </p>
        )}
        <ul>
          {items.map((provider) => (
            <ProviderRow
              key={provider.name}
              provider={provider}
              isBusy={[connect, confirm].some((one) => one.isPending && one.variables === provider.name)}
              onConnect={() => {
                begin();
                connect.mutate(provider.name);
              }}
              onDisconnect={() => {
                begin();
                leave(provider.name);
              }}
              onConfirm={() => {
                begin();
                const words = `${provider.label} opens your journal again.`;
                confirm.mutate(provider.name, { onSuccess: () => tell(words) });
              }}
            />
          ))}
        </ul>
      </Card>
      <p role="status" className="mt-3 text-sm text-quiet">
        {news ?? (arrived && `${arrived.label} opens your journal from now on.`)}
      </p>
      {failed.error && (
        <Notice tone="bad" role="alert" className="mt-3">
          {sayOfProvider(failed.error, labelOf(failed.variables), "account")}
        </Notice>
      )}
      {disconnecting && (
        <DisconnectDialog
          provider={disconnecting}
          onClose={() => leave(null)}
          onDone={() => {
            tell(`${disconnecting.label} does not open your journal any more.`);
            leave(null);
          }}
        />
      )}
    </>
  );
}
