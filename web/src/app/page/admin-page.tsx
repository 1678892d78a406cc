import { Link } from "@tanstack/react-router";
import { Ping } from "@/feature/admin/ping";
import { TEXT_LINK } from "@/ui/text-link";
import { paths } from "../paths";
import { Sheet } from "../sheet";

export function AdminPage() {
  return (
    <Sheet title="Admin" words="For those who run this journal.">
      <p className="mt-4">
        <Link to={paths.roles} className={TEXT_LINK}>
          Roles, and what each grants
        </Link>
      </p>
      <Ping />
    </Sheet>
  );
}
