import { getRouteApi } from "@tanstack/react-router";
import { ProviderRefused } from "@/feature/provider/provider-refused";
import { Providers } from "@/feature/provider/providers";
import { AccountLinks } from "../account-links";
import { Sheet } from "../sheet";

const route = getRouteApi("/signed-in/account/providers");

export function ProvidersPage() {
  const { provider, error, connected } = route.useSearch();
  return (
    <Sheet title="Connected providers" words="Whose sign-in opens your journal.">
      <AccountLinks />
      {error && <ProviderRefused provider={provider} code={error} place="account" />}
      <Providers justConnected={connected} />
    </Sheet>
  );
}
