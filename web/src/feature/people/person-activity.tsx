import { Card } from "@/ui/card";
import { Tag } from "@/ui/tag";
import type { Person } from "./api";
import { moment } from "./person-words";

const ACTORS: Record<string, string> = {
  admin: "by an admin",
  operator: "on the command line",
  program: "by itself",
};

/** What happened to an account lately. */
export function PersonActivity({ activity }: { activity: Person["activity"] }) {
  return (
    <Card title="Lately">
      {activity.length === 0 && (
        <p className="border-t border-line px-6 py-4 text-quiet">Nothing that is still kept.</p>
      )}
      <ul>
        {activity.map((event) => (
          <li key={event.id} className="border-t border-line px-6 py-3">
            <p>
              {event.description} {event.outcome === "refused" && <Tag look="warn">stopped</Tag>}
            </p>
            {event.about && <p className="text-sm break-words">“{event.about}”</p>}
            <p className="text-sm break-words text-quiet">
              {[moment(event.happened_at), ACTORS[event.actor], event.network].filter(Boolean).join(" · ")}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
