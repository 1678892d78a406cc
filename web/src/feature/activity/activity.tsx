import { useInfiniteQuery } from "@tanstack/react-query";
import { say, sayOfAccounts } from "@/api/words";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Loading } from "@/ui/loading";
import { saveFile } from "@/ui/save-file";
import { Trouble } from "@/ui/trouble";
import { activityQuery, useWholeActivity } from "./api";
import { HappeningRow } from "./happening-row";
import { byDay } from "./kind-words";

/** Everything that was done with one's account, the newest first. */
export function Activity() {
  const activity = useInfiniteQuery(activityQuery);
  const whole = useWholeActivity();
  const items = activity.data?.pages.flatMap((page) => page.items) ?? [];
  const save = () =>
    whole.mutate(undefined, {
      onSuccess: (found) =>
        saveFile("journal-activity.json", `${JSON.stringify(found, null, 2)}\n`, "application/json"),
    });
  return (
    <>
      <Card
        title="What happened"
        action={
          items.length > 0 && (
            <Button size="small" busy={whole.isPending} onClick={save}>
              Save as a file
            </Button>
          )
        }
      >
        {activity.isPending && <Loading lines={6} />}
        {activity.error && !activity.data && (
          <div className="border-t border-line px-6">
            <Trouble words={sayOfAccounts(activity.error)} onRetry={() => activity.refetch()} />
          </div>
        )}
        {activity.data && items.length === 0 && (
          <p className="border-t border-line px-6 py-4 text-quiet">
            Nothing yet. Every sign-in and every change of your account will be listed here.
          </p>
        )}
        {byDay(items).map(({ day, items: happenings }) => (
          <section key={`${day} ${happenings[0]?.id}`}>
            <h3 className="border-t border-line bg-paper px-6 py-2 text-sm font-[520] text-quiet">{day}</h3>
            <ul>
              {happenings.map((happening) => (
                <HappeningRow key={happening.id} happening={happening} />
              ))}
            </ul>
          </section>
        ))}
        {activity.hasNextPage && (
          <div className="border-t border-line p-4">
            <Button size="large" busy={activity.isFetchingNextPage} onClick={() => activity.fetchNextPage()}>
              Earlier
            </Button>
          </div>
        )}
      </Card>
      <p role="status" className="mt-3 text-sm text-quiet">
        {whole.isSuccess && "Saved among your downloads."}
        {whole.error && say(whole.error)}
      </p>
    </>
  );
}
