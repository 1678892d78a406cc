import { Card } from "@/ui/card";
import type { Person } from "./api";
import { moment } from "./person-words";

/** Where somebody is signed in. */
export function PersonDevices({ sessions }: { sessions: Person["sessions"] }) {
  return (
    <Card title="Devices signed in">
      {sessions.length === 0 && (
        <p className="border-t border-line px-6 py-4 text-quiet">Nowhere at the moment.</p>
      )}
      <ul>
        {sessions.map((session) => (
          <li key={session.id} className="border-t border-line px-6 py-3">
            <p>
              {[session.browser, session.os].filter(Boolean).join(" on ") ||
                "A device that did not say what it is"}
            </p>
            <p className="text-sm break-words text-quiet">
              {session.ip_address} · {session.method} · last used {moment(session.last_used_at)}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
