import { useQuery } from "@tanstack/react-query";
import { ApiError } from "@/api/problem";
import { say } from "@/api/words";
import { Card } from "@/ui/card";
import { Loading } from "@/ui/loading";
import { Trouble } from "@/ui/trouble";
import { pingQuery } from "./api";

/** Whether the server takes this person for one who runs it. The page asks; the server decides. */
export function Ping() {
  const ping = useQuery(pingQuery);
  if (ping.isPending) return <Loading />;
  if (ping.error) {
    const isFinal = ping.error instanceof ApiError && ping.error.status === 403;
    return <Trouble words={say(ping.error)} onRetry={isFinal ? undefined : () => ping.refetch()} />;
  }
  return (
    <Card title="The server answers">
      <p className="border-t border-line px-6 py-4">You are one of those who run this journal.</p>
      <pre className="overflow-x-auto border-t border-line px-6 py-4 font-mono text-sm">
        {JSON.stringify(ping.data, null, 2)}
      </pre>
    </Card>
  );
}
