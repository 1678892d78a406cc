import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { scopeWords } from "@/ui/scope-fields";
import type { Person } from "./api";
import { tokenStory } from "./person-words";
import { Asked, useDoing } from "./use-doing";

/** The access tokens of somebody, never their secrets; whoever may revokes one. */
export function PersonTokens({ person, mayAct }: { person: Person; mayAct: boolean }) {
  const doing = useDoing();
  return (
    <Card title="Access tokens">
      {person.tokens.length === 0 && <p className="border-t border-line px-6 py-3 text-quiet">None.</p>}
      <ul>
        {person.tokens.map((token) => (
          <li
            key={token.id}
            className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-6 py-3"
          >
            <div className="min-w-0 flex-1 basis-full wide:basis-0">
              <p className="break-words">{token.name}</p>
              <p className="text-sm break-words text-quiet">{tokenStory(token)}</p>
              <p className="text-sm text-quiet">{token.scopes.map(scopeWords).join(", ")}</p>
            </div>
            {mayAct && (
              <Button
                size="small"
                look="danger"
                aria-label={`Revoke ${token.name}`}
                onClick={() => doing.ask({ kind: "revoke-token", id: token.id, name: token.name })}
              >
                Revoke
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
