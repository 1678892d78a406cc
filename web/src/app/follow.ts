import type { AnyRouter } from "@tanstack/react-router";
import { session } from "@/api/live-session";
import type { Standing } from "@/api/session";
import { desks, moves } from "./desks";
import { followNames } from "./follow-names";
import { followServer } from "./follow-server";
import { followKeys } from "./keys";
import { paths } from "./paths";
import { queryClient } from "./query-client";

/**
 * Lets the screens follow the outside world: the session, the network, the tab being hidden. Everything here runs
 * once, outside of any component.
 */
export function follow(router: AnyRouter): void {
  followSession(router);
  followServer();
  followNames();
  followWorld();
  followPlace(router);
  followKeys(router);
}

function followSession(router: AnyRouter): void {
  let before = session.standing();
  session.beforeLeaving = () => desks.settled();
  session.subscribe(() => {
    const now = session.standing();
    const was = before;
    before = now;
    if (now.kind === "in") arrive(router, was, now.account);
    if (now.kind === "out") leave(router, was);
  });
}

function arrive(router: AnyRouter, was: Standing, account: string): void {
  const isOther = (was.kind === "in" || was.kind === "locked") && was.account !== account;
  if (isOther) {
    desks.endAll();
    queryClient.clear();
    void router.navigate({ to: paths.entries });
  } else {
    desks.back();
    void queryClient.invalidateQueries();
    if (!router.state.isLoading) void router.invalidate();
  }
  void desks.resume(account);
}

function leave(router: AnyRouter, was: Standing): void {
  if (was.kind === "unknown") return;
  desks.endAll();
  queryClient.clear();
  void router.navigate({ to: paths.door });
}

function followWorld(): void {
  addEventListener("online", () => {
    desks.back();
    const standing = session.standing();
    if (standing.kind === "in") void desks.resume(standing.account);
  });
  addEventListener("focus", () => void desks.lookForNewer());
  addEventListener("pagehide", () => desks.hide());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") desks.hide();
  });
  addEventListener("beforeunload", (event) => {
    if (desks.wouldLose()) event.preventDefault();
  });
}

/** The title and the focus go along when the address changes, and the address when a new page got one. */
function followPlace(router: AnyRouter): void {
  moves.moved = (desk, id) => {
    const open = router.state.matches.at(-1);
    if (open?.loaderData?.desk !== desk || router.state.location.pathname.endsWith(id)) return;
    void router.navigate({ to: paths.entry, params: { entryId: id }, replace: true });
  };
  router.subscribe("onResolved", ({ pathChanged, fromLocation }) => {
    const title = router.state.matches.at(-1)?.staticData.title;
    document.title = title ? `${title} – Journal` : "Journal";
    if (!pathChanged || !fromLocation) return;
    const place = [...document.querySelectorAll<HTMLElement>("[data-place]")].at(-1);
    if (place && !place.contains(document.activeElement)) place.focus({ preventScroll: true });
  });
}
