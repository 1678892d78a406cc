import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { entryQuery } from "@/feature/entry/api";
import { EntryEditor } from "@/feature/entry/entry-editor";
import { desks } from "../desks";
import { paths } from "../paths";

const route = getRouteApi("/signed-in/entries/$entryId");

export function OpenEntryPage() {
  const { desk } = route.useLoaderData();
  const navigate = useNavigate();
  const id = desk.view().saving.base?.id ?? "";
  const { data: entry } = useQuery({ ...entryQuery(id), enabled: false });
  const leave = () => {
    desks.drop(desk);
    void navigate({ to: paths.entries, replace: true });
  };
  return <EntryEditor key={desk.slot} desk={desk} zone={entry?.time_zone ?? null} onDeleted={leave} />;
}
