import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Tag } from "@/ui/tag";
import type { Person } from "./api";
import { day, passkeyStory } from "./person-words";
import { Asked, useDoing } from "./use-doing";

/** The authenticator app and the passkeys of somebody, never what opens them; whoever may takes them away. */
export function PersonFactors({ person, mayAct }: { person: Person; mayAct: boolean }) {
  const doing = useDoing();
  const { totp_since, recovery_codes_left: left } = person.second_factor;
  return (
    <Card title="Second factor and passkeys">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-6 py-3">
        <p className="min-w-0 flex-1 basis-full wide:basis-0">
          {totp_since ? (
            <>
              Authenticator app since {day(totp_since)}
              <span className="block text-sm text-quiet">
                {left === 1 ? "1 recovery code left" : `${left} recovery codes left`}
              </span>
            </>
          ) : (
            <span className="text-quiet">No authenticator app.</span>
          )}
        </p>
        {mayAct && totp_since && (
          <Button size="small" look="danger" onClick={() => doing.ask({ kind: "remove-factors" })}>
            Remove the app
          </Button>
        )}
      </div>
      {person.passkeys.length === 0 && (
        <p className="border-t border-line px-6 py-3 text-quiet">No passkeys.</p>
      )}
      <ul>
        {person.passkeys.map((passkey) => (
          <li
            key={passkey.id}
            className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-6 py-3"
          >
            <div className="min-w-0 flex-1 basis-full wide:basis-0">
              <p className="break-words">
                {passkey.name} {passkey.is_set_aside && <Tag look="warn">set aside</Tag>}
              </p>
              <p className="text-sm break-words text-quiet">{passkeyStory(passkey)}</p>
            </div>
            {mayAct && (
              <Button
                size="small"
                look="danger"
                aria-label={`Remove ${passkey.name}`}
                onClick={() => doing.ask({ kind: "remove-passkey", id: passkey.id, name: passkey.name })}
              >
                Remove
              </Button>
            )}
          </li>
        ))}
      </ul>
      {doing.said}
      <Asked id={person.id} doing={doing} />
    </Card>
  );
}
