import { useQuery } from "@tanstack/react-query";
import { lastProvider } from "@/api/last-way";
import { Skeleton } from "@/ui/skeleton";
import { providersQuery } from "./api";
import { ProviderButton } from "./provider-button";

type ProviderButtonsProps = {
  /** The one that was used last in this browser, the others, or without it all of them. */
  part?: "last" | "others";
  returnTo: string;
  invite?: string;
};

/** A way in for each provider. When nobody knows which there are, there is nothing here, and the page goes on. */
export function ProviderButtons({ part, returnTo, invite }: ProviderButtonsProps) {
  const providers = useQuery(providersQuery);
  const last = lastProvider();
  if (part === "last" && last !== null && providers.isPending && providers.failureCount === 0) {
    return <Skeleton className="mt-4 h-11" />;
  }
  const shown = (providers.data ?? []).filter(
    ({ name }) => part === undefined || (name === last) === (part === "last"),
  );
  return shown.map((provider) => (
    <ProviderButton
      key={provider.name}
      provider={provider}
      look={part === "last" ? "main" : "plain"}
      returnTo={returnTo}
      invite={invite}
    />
  ));
}
