import { openEvents } from "@/api/client";
import { type EventsWorld, followEvents, type News } from "@/api/events";
import { session } from "@/api/live-session";
import { noteAccountChanged } from "@/feature/account/api";
import { isKnown, noteChangedElsewhere } from "@/feature/entry/api";
import { desks } from "./desks";
import { queryClient } from "./query-client";

/** Milliseconds in which the answer to one's own save should have arrived, and in which several changes become one look. */
const GATHERING = 300;
/** Opened later than this, the stream was another tab's before, milliseconds. */
const AT_ONCE = 1_000;

const channel = new BroadcastChannel("journal-events");
const locks: LockManager | undefined = navigator.locks;

/**
 * Follows what the server tells by itself. One tab holds the stream for all of a browser and tells the others. Without
 * Web Locks each tab that can be seen holds its own: a browser has few connections, and hidden tabs would use them up.
 */
export function followServer(): void {
  let following: AbortController | null = null;
  let isFirst = true;
  const look = () => {
    const isOn = session.standing().kind === "in" && (locks || document.visibilityState === "visible");
    if (isOn && !following) {
      following = new AbortController();
      void hold(following.signal, !isFirst);
      isFirst = false;
    } else if (!isOn && following) {
      following.abort();
      following = null;
    }
  };
  channel.onmessage = ({ data }: MessageEvent<News>) => hear(data);
  session.subscribe(look);
  document.addEventListener("visibilitychange", look);
  look();
}

async function hold(signal: AbortSignal, isLate: boolean): Promise<void> {
  if (!locks) return followEvents(world(hear), signal, isLate);
  const asked = performance.now();
  const tellAll = (news: News) => {
    channel.postMessage(news);
    hear(news);
  };
  const follow = () => followEvents(world(tellAll), signal, isLate || performance.now() - asked > AT_ONCE);
  await locks.request("journal-events", { signal }, follow).catch(() => {}); // it was not its turn yet
}

function world(heard: (news: News) => void): EventsWorld {
  return { open: openEvents, heard, pause, random: Math.random };
}

/** Waits, but no longer than until the network is said to be back. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
}

function hear(news: News): void {
  if (session.standing().kind !== "in") return;
  switch (news.kind) {
    case "session_ended":
      void session.doubt();
      break;
    case "account_changed":
      noteAccountChanged(queryClient);
      break;
    case "entry_changed":
      gather(news);
      break;
    case "missed":
      noteAccountChanged(queryClient);
      gather({});
  }
}

type Change = { id?: string; version?: number };

let gathered: Change[] = [];

/** Not at once: the answer to one's own save may still be on its way, and then there is nothing new. */
function gather(change: Change): void {
  gathered.push(change);
  if (gathered.length === 1) setTimeout(lookAtGathered, GATHERING);
}

function lookAtGathered(): void {
  const changes = gathered.filter(({ id, version }) => !(id && version && isKnown(queryClient, id, version)));
  gathered = [];
  if (changes.length === 0) return;
  noteChangedElsewhere(queryClient);
  const ids = new Set(changes.map(({ id }) => id));
  void desks.lookForNewer(ids.size === 1 ? changes[0]?.id : undefined);
}
