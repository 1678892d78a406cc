import { useQuery } from "@tanstack/react-query";
import { say } from "@/api/words";
import { Loading } from "@/ui/loading";
import { Trouble } from "@/ui/trouble";
import { mailsQuery } from "./api";
import { MailRow } from "./mail-row";

/** The mails that a developer's server keeps to itself, the newest first. */
export function Mailbox() {
  const mails = useQuery(mailsQuery);
  if (mails.isPending) return <Loading />;
  if (mails.error && !mails.data) return <Trouble words={say(mails.error)} onRetry={() => mails.refetch()} />;
  if (mails.data.length === 0)
    return <p className="mt-6 text-quiet">No mail yet. What Journal sends will be here.</p>;
  return (
    <ul className="mt-6 overflow-hidden rounded-lg border border-line bg-sheet *:first:border-t-0">
      {mails.data.map((mail) => (
        <MailRow key={mail.id} mail={mail} />
      ))}
    </ul>
  );
}
