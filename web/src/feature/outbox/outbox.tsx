import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { isProblem } from "@/api/problem";
import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Loading } from "@/ui/loading";
import { Notice } from "@/ui/notice";
import { Trouble } from "@/ui/trouble";
import { outboxQuery, useRetryMail, type WaitingMail } from "./api";
import { DiscardDialog } from "./discard-dialog";
import { MailRow } from "./mail-row";

/** The mails that are not delivered. */
export function Outbox() {
  const outbox = useInfiniteQuery(outboxQuery);
  const retry = useRetryMail();
  const [leaving, setLeaving] = useState<WaitingMail>();
  const mails = outbox.data?.pages.flatMap((page) => page.items) ?? [];
  const isFinal = isProblem(outbox.error, "forbidden");
  return (
    <>
      <Card
        title="Waiting mails"
        action={
          outbox.data && (
            <Button size="small" busy={outbox.isRefetching} onClick={() => outbox.refetch()}>
              Look again
            </Button>
          )
        }
      >
        {outbox.isPending && <Loading />}
        {outbox.error && !outbox.data && (
          <div className="border-t border-line px-6">
            <Trouble words={say(outbox.error)} onRetry={isFinal ? undefined : () => outbox.refetch()} />
          </div>
        )}
        {outbox.data && mails.length === 0 && (
          <p className="border-t border-line px-6 py-4 text-quiet">
            Every mail has left the house. What cannot be delivered will be listed here.
          </p>
        )}
        <ul>
          {mails.map((mail) => (
            <MailRow
              key={mail.id}
              mail={mail}
              busy={retry.isPending && retry.variables === mail.id}
              onRetry={() => retry.mutate(mail.id)}
              onDiscard={() => setLeaving(mail)}
            />
          ))}
        </ul>
        {outbox.hasNextPage && (
          <div className="border-t border-line p-4">
            <Button size="large" busy={outbox.isFetchingNextPage} onClick={() => outbox.fetchNextPage()}>
              Older
            </Button>
          </div>
        )}
        {leaving && <DiscardDialog mail={leaving} onClose={() => setLeaving(undefined)} />}
      </Card>
      <p role="status" className="mt-3 text-sm text-quiet">
        {retry.isSuccess && "It is tried now, or within a quarter of an hour."}
      </p>
      {retry.error && (
        <Notice tone="bad" role="alert" className="mt-3">
          {say(retry.error)}
        </Notice>
      )}
    </>
  );
}
