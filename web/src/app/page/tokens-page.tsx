import { useQuery } from "@tanstack/react-query";
import { meQuery } from "@/api/me";
import { Tokens } from "@/feature/token/tokens";
import { AccountLinks } from "../account-links";
import { Sheet } from "../sheet";

export function TokensPage() {
  const { data: me } = useQuery(meQuery);
  return (
    <Sheet
      title="Access tokens"
      words="For programs of your own that work with your journal. Each can do what you allow it, and nothing else."
    >
      <AccountLinks />
      <Tokens scopes={me?.scopes ?? []} />
    </Sheet>
  );
}
