import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { accountNow } from "@/api/live-session";
import { OnePerson } from "@/feature/people/one-person";
import { rolesQuery } from "@/feature/role/api";
import { TEXT_LINK } from "@/ui/text-link";
import { AdminLinks } from "../admin-links";
import { paths } from "../paths";
import { Sheet } from "../sheet";

export function AdminPersonPage() {
  const { personId } = useParams({ from: "/signed-in/admin/people/$personId" });
  const { data: roles } = useQuery(rolesQuery);
  return (
    <Sheet title="Admin">
      <AdminLinks />
      <p className="mt-6">
        <Link to={paths.admin} className={TEXT_LINK}>
          All people
        </Link>
      </p>
      <OnePerson id={personId} me={accountNow()} roles={roles ?? []} />
    </Sheet>
  );
}
