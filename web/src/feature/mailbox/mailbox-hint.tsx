import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { paths } from "@/app/paths";
import { Notice } from "@/ui/notice";
import { TEXT_LINK } from "@/ui/text-link";
import { hasMailboxQuery } from "./api";

/** Where the mail is that was just sent, when this server is a developer's and sends none. */
export function MailboxHint() {
  const { data: hasMailbox } = useQuery(hasMailboxQuery);
  if (!hasMailbox) return null;
  return (
    <Notice>
      <span className="flex-1">This server keeps its mails to itself.</span>
      <Link to={paths.mailbox} className={TEXT_LINK}>
        Open the mailbox
      </Link>
    </Notice>
  );
}
