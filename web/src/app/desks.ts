import { accountNow } from "@/api/live-session";
import { noteChangedElsewhere } from "@/feature/entry/api";
import { Desks } from "@/feature/entry/desks";
import { queryClient } from "./query-client";

/** Told when a page that was new got its address; `follow.ts` moves the screen along. */
export const moves = { moved: (_from: object, _id: string): void => {} };

const channel = new BroadcastChannel("journal-entries");

/** The desks of this tab. */
export const desks = new Desks({
  client: queryClient,
  account: accountNow,
  moved: (desk, id) => moves.moved(desk, id),
  tellTabs: ({ id }) => channel.postMessage({ id }),
});

channel.onmessage = ({ data }: MessageEvent<{ id: string }>) => {
  noteChangedElsewhere(queryClient);
  void desks.lookForNewer(data.id);
};
