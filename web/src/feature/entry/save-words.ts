import { UNREACHABLE } from "@/api/problem";
import type { DeskView } from "./desk";

export type SaveWords = { word: string; tone: "good" | "quiet" | "warn" | "bad" };

/** How the page stands, in a word and a colour. */
export function saveWords({ saving, isKept }: DeskView): SaveWords {
  const { phase, base } = saving;
  const kept = isKept ? "kept on this device" : "keep this tab open";
  switch (phase.kind) {
    case "clean":
      return base ? { word: "Saved", tone: "good" } : { word: "New page", tone: "quiet" };
    case "waiting":
    case "sending":
      return { word: "Saving", tone: "quiet" };
    case "away":
      return {
        word: `${phase.error.code === UNREACHABLE ? "Offline" : "Server busy"} – ${kept}`,
        tone: "warn",
      };
    case "locked":
      return { word: `Signed out – ${kept}`, tone: "warn" };
    case "conflict":
      return { word: "Changed elsewhere – choose below", tone: "bad" };
    case "gone":
      return { word: `Deleted elsewhere – ${kept}`, tone: "bad" };
    case "refused":
      return { word: `Not saved – ${kept}`, tone: "bad" };
  }
}
