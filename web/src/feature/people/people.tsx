import { useInfiniteQuery } from "@tanstack/react-query";
import { isProblem } from "@/api/problem";
import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Loading } from "@/ui/loading";
import { Trouble } from "@/ui/trouble";
import { peopleQuery, type Sought } from "./api";
import { PersonRow } from "./person-row";

/** Everybody who is looked for. */
export function People({ sought }: { sought: Sought }) {
  const people = useInfiniteQuery(peopleQuery(sought));
  const found = people.data?.pages.flatMap((page) => page.items) ?? [];
  const isFinal = isProblem(people.error, "forbidden");
  return (
    <Card title="People">
      {people.isPending && <Loading lines={6} />}
      {people.error && !people.data && (
        <div className="border-t border-line px-6">
          <Trouble words={say(people.error)} onRetry={isFinal ? undefined : () => people.refetch()} />
        </div>
      )}
      <p
        role="status"
        className={found.length || !people.data ? "sr-only" : "border-t border-line px-6 py-4 text-quiet"}
      >
        {people.data && !people.isPlaceholderData && told(found.length, people.hasNextPage)}
      </p>
      <ul aria-busy={people.isPlaceholderData || undefined}>
        {found.map((person) => (
          <PersonRow key={person.id} person={person} />
        ))}
      </ul>
      {people.hasNextPage && (
        <div className="border-t border-line p-4">
          <Button size="large" busy={people.isFetchingNextPage} onClick={() => people.fetchNextPage()}>
            {found.length ? "More" : "Look further"}
          </Button>
        </div>
      )}
    </Card>
  );
}

function told(count: number, hasMore: boolean): string {
  if (count === 0) return hasMore ? "Nobody among those looked at so far." : "Nobody is here by that.";
  return `${count}${hasMore ? " or more" : ""} found.`;
}
