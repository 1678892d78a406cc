import { useQuery } from "@tanstack/react-query";
import { meQuery } from "@/api/me";
import { Roles } from "@/feature/role/roles";
import { AdminLinks } from "../admin-links";
import { Sheet } from "../sheet";

export function RolesPage() {
  const { data: me } = useQuery(meQuery);
  return (
    <Sheet
      title="Roles"
      words="What people may do here. A role is a name for some of it; a person has one or more."
    >
      <AdminLinks />
      <Roles own={me?.scopes ?? []} />
    </Sheet>
  );
}
