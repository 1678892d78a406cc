import { useQuery } from "@tanstack/react-query";
import { useLocation, useNavigate, useSearch } from "@tanstack/react-router";
import { Pictures } from "@/feature/figure/pictures";
import type { Span } from "@/feature/figure/spans";
import type { Sought } from "@/feature/people/api";
import { People } from "@/feature/people/people";
import { SearchForm } from "@/feature/people/search-form";
import { rolesQuery } from "@/feature/role/api";
import { AdminLinks } from "../admin-links";
import { paths } from "../paths";
import { Sheet } from "../sheet";

export function AdminPage() {
  const navigate = useNavigate();
  const { span, ...filters } = useSearch({ from: "/signed-in/admin" });
  const q = useLocation({ select: (location) => location.state.people });
  const { data: roles } = useQuery(rolesQuery);
  const sought: Sought = { ...filters, q };
  const show = (people: string | undefined, search: Omit<Sought, "q"> & { span?: Span }) =>
    navigate({ to: paths.admin, search, state: { people }, replace: true, resetScroll: false });
  return (
    <Sheet title="Admin" words="For those who run this journal. Nobody here sees what others write.">
      <AdminLinks />
      <Pictures span={span} onSpan={(chosen) => show(q, { ...filters, span: chosen })} />
      <SearchForm
        sought={sought}
        roles={roles?.map(({ name }) => name) ?? (sought.role ? [sought.role] : [])}
        onSeek={({ q: people, ...search }) => show(people, { ...search, span })}
      />
      <People sought={sought} />
    </Sheet>
  );
}
