import { useQuery } from "@tanstack/react-query";
import { lastProvider } from "@/api/last-way";
import { providersQuery } from "./api";
import { SOME_PROVIDER } from "./refusal-words";

/** After a registration with a provider: what to do when the address has a journal, which the server does not tell. */
export function KnownHere({ provider }: { provider: string }) {
  const { data: providers } = useQuery(providersQuery);
  const wanted = provider || lastProvider();
  const label = providers?.find(({ name }) => name === wanted)?.label ?? SOME_PROVIDER;
  return (
    <p className="mt-6 text-sm text-quiet">
      If you already have a journal under this address, sign in as you usually do and connect {label} in your
      account.
    </p>
  );
}
