import { Link } from "@tanstack/react-router";
import { Mailbox } from "@/feature/mailbox/mailbox";
import { Brand } from "@/ui/brand";
import { paths } from "../paths";
import { Sheet } from "../sheet";

export function MailboxPage() {
  return (
    <div className="mx-auto max-w-[820px]">
      <header className="px-4 pt-6 wide:px-8">
        <Link to={paths.door} className="inline-flex min-h-(--touch) items-center">
          <Brand />
        </Link>
      </header>
      <Sheet
        title="Mailbox"
        words="The mails of this development server, the newest first. None of them was sent."
      >
        <Mailbox />
      </Sheet>
    </div>
  );
}
