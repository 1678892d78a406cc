import { useQuery } from "@tanstack/react-query";
import { useLocation, useNavigate, useSearch } from "@tanstack/react-router";
import type { Sought } from "@/feature/people/api";
import { People } from "@/feature/people/people";
import { SearchForm } from "@/feature/people/search-form";
import { rolesQuery } from "@/feature/role/api";
import { AdminLinks } from "../admin-links";
import { paths } from "../paths";
import { Sheet } from "../sheet";

export function AdminPage() {
  const navigate = useNavigate();
  const filters = useSearch({ from: "/signed-in/admin" });
  const q = useLocation({ select: (location) => location.state.people });
  const { data: roles } = useQuery(rolesQuery);
  const sought: Sought = { ...filters, q };
  const seek = ({ q: people, ...search }: Sought) =>
    navigate({ to: paths.admin, search, state: { people }, replace: true, resetScroll: false });
  return (
    <Sheet title="Admin" words="For those who run this journal. Nobody here sees what others write.">
      <AdminLinks />
      <SearchForm
        sought={sought}
        roles={roles?.map(({ name }) => name) ?? (sought.role ? [sought.role] : [])}
        onSeek={seek}
      />
      <People sought={sought} />
    </Sheet>
  );
}
