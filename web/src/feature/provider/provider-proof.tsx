import { useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { hearProof } from "@/api/proof";
import { stepUp } from "@/api/step-up";
import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Loading } from "@/ui/loading";
import { Notice } from "@/ui/notice";
import { Trouble } from "@/ui/trouble";
import { connectionsQuery, type Provider, useProve } from "./api";
import { openWindow } from "./go-there";
import { MARKS } from "./provider-words";
import { sayOfProvider, sayRefusal } from "./refusal-words";

/** Shows by a provider, in a window of its own, that it is oneself, in the middle of something that needs it. */
export function ProviderProof() {
  const providers = useQuery(connectionsQuery);
  const prove = useProve();
  const [asked, ask] = useState<Provider | null>(null);
  const [isBlocked, block] = useState(false);
  const [refusal, refuse] = useState<string | null>(null);
  const listen = useCallback(
    () =>
      hearProof((code) => {
        if (code === undefined) stepUp.settle(true);
        else refuse(code);
      }),
    [],
  );
  const begin = (provider: Provider) => {
    const opened = openWindow();
    ask(provider);
    refuse(null);
    block(opened === null);
    prove.reset();
    if (opened) prove.mutate({ provider: provider.name, opened });
  };
  if (providers.isPending) return <Loading lines={1} />;
  if (!providers.data) {
    return <Trouble words={say(providers.error)} onRetry={() => providers.refetch()} />;
  }
  const label = asked?.label ?? "";
  const complaint = isBlocked
    ? `Your browser did not let the window of ${label} open. Allow it for this page, then try again.`
    : prove.error
      ? sayOfProvider(prove.error, label, "account")
      : refusal !== null && sayRefusal(refusal, label, "account");
  const own = providers.data.filter((one) => one.connected && !one.connection?.needs_confirmation);
  return (
    <div className="mt-4 grid gap-2">
      {own.map((provider) => (
        <Button
          key={provider.name}
          size="large"
          busy={prove.isPending && asked?.name === provider.name}
          onClick={() => begin(provider)}
        >
          <Icon name={MARKS[provider.kind]} />
          Continue with {provider.label}
        </Button>
      ))}
      {/* Nobody's word counts but that of a window that was sent for. */}
      {prove.isSuccess && <span ref={listen} hidden />}
      {prove.isSuccess && !complaint && (
        <Notice role="status">
          Go on in the window of {label}. If you closed it, press the button once more.
        </Notice>
      )}
      {complaint && <Notice role="alert">{complaint}</Notice>}
    </div>
  );
}
