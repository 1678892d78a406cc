import { Tag } from "@/ui/tag";
import type { Happening } from "./api";
import { circumstances, happened, wasStopped } from "./kind-words";

/** One event: what, when, and from where. */
export function HappeningRow({ happening }: { happening: Happening }) {
  return (
    <li className="border-t border-line px-6 py-3">
      <p>
        {happened(happening)} {wasStopped(happening) && <Tag look="warn">stopped</Tag>}
      </p>
      {happening.actor === "admin" && happening.about && (
        <p className="text-sm break-words">The reason they gave: “{happening.about}”</p>
      )}
      <p className="text-sm break-words text-quiet">
        <time dateTime={happening.happened_at}>{circumstances(happening)}</time>
      </p>
    </li>
  );
}
