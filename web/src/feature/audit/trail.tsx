import { useInfiniteQuery } from "@tanstack/react-query";
import { isProblem } from "@/api/problem";
import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Loading } from "@/ui/loading";
import { Trouble } from "@/ui/trouble";
import { type TrailFilter, trailQuery } from "./api";
import { TrailRow } from "./trail-row";

/** What happened, to whomever. */
export function Trail({ filter }: { filter: TrailFilter }) {
  const trail = useInfiniteQuery(trailQuery(filter));
  const events = trail.data?.pages.flatMap((page) => page.items) ?? [];
  const isFinal = isProblem(trail.error, "forbidden");
  return (
    <Card title="What happened">
      {trail.isPending && <Loading lines={6} />}
      {trail.error && !trail.data && (
        <div className="border-t border-line px-6">
          <Trouble words={say(trail.error)} onRetry={isFinal ? undefined : () => trail.refetch()} />
        </div>
      )}
      {trail.data && events.length === 0 && (
        <p role="status" className="border-t border-line px-6 py-4 text-quiet">
          {trail.hasNextPage ? "Nothing like that among the newest." : "Nothing like that happened."}
        </p>
      )}
      <ul aria-busy={trail.isPlaceholderData || undefined}>
        {events.map((event) => (
          <TrailRow key={event.id} event={event} />
        ))}
      </ul>
      {trail.hasNextPage && (
        <div className="border-t border-line p-4">
          <Button size="large" busy={trail.isFetchingNextPage} onClick={() => trail.fetchNextPage()}>
            {events.length ? "Earlier" : "Look further"}
          </Button>
        </div>
      )}
    </Card>
  );
}
