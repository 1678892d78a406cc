import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Notice } from "@/ui/notice";
import { TEXT_LINK } from "@/ui/text-link";
import { providersQuery } from "./api";
import { nextAfter, SOME_PROVIDER, sayRefusal } from "./refusal-words";

type ProviderRefusedProps = { provider?: string; code: string; place: "door" | "account" };

/** What came of the way to a provider and back, when it was refused, and the next step. */
export function ProviderRefused({ provider, code, place }: ProviderRefusedProps) {
  const { data: providers, isPending } = useQuery(providersQuery);
  // Only a name that the server knows: the address of this page may come from anywhere.
  const label = providers?.find(({ name }) => name === provider)?.label ?? SOME_PROVIDER;
  const next = nextAfter(code);
  if (isPending) return null;
  return (
    <Notice role="alert" className="mt-6">
      <p>
        {sayRefusal(code, label, place)}{" "}
        {next && (
          <Link to={next.to} className={TEXT_LINK}>
            {next.words}
          </Link>
        )}
      </p>
    </Notice>
  );
}
