import { useQuery } from "@tanstack/react-query";
import { isProblem } from "@/api/problem";
import { Button, type ButtonLook } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Notice } from "@/ui/notice";
import { availableQuery, type Provider, useContinue } from "./api";
import { MARKS } from "./provider-words";
import { sayOfProvider, sayRefusal } from "./refusal-words";

type ProviderButtonProps = {
  provider: Provider;
  look?: ButtonLook["look"];
  /** Where to come back to, and with which invitation. */
  returnTo: string;
  invite?: string;
};

/** Leaves for a provider. When that does not answer it is said here, and every other way stays as it is. */
export function ProviderButton({ provider, look, returnTo, invite }: ProviderButtonProps) {
  const { name, label, kind } = provider;
  const leave = useContinue();
  const { data: isAvailable } = useQuery(availableQuery(name));
  const isAway = isProblem(leave.error, "provider_unavailable") || (!leave.error && isAvailable === false);
  return (
    <div className="mt-4 grid gap-2">
      <Button
        look={look}
        size="large"
        busy={leave.isPending}
        onClick={() => leave.mutate({ provider: name, returnTo, invite })}
      >
        <Icon name={MARKS[kind]} />
        Continue with {label}
      </Button>
      {isAway && <Notice role="status">{sayRefusal("provider_unavailable", label)}</Notice>}
      {leave.error && !isAway && (
        <Notice tone="bad" role="alert">
          {sayOfProvider(leave.error, label)}
        </Notice>
      )}
    </div>
  );
}
