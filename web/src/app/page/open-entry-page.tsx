import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { EntryEditor } from "@/feature/entry/entry-editor";
import { desks } from "../desks";
import { paths } from "../paths";

const route = getRouteApi("/signed-in/entries/$entryId");

export function OpenEntryPage() {
  const { desk } = route.useLoaderData();
  const navigate = useNavigate();
  const leave = () => {
    desks.drop(desk);
    void navigate({ to: paths.entries, replace: true });
  };
  return <EntryEditor key={desk.slot} desk={desk} onDeleted={leave} />;
}
