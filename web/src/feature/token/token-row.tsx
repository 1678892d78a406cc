import { useState } from "react";
import { useMay } from "@/api/me";
import { Button } from "@/ui/button";
import { scopeWords } from "@/ui/scope-fields";
import { Tag } from "@/ui/tag";
import type { Token } from "./api";
import { hasEnded, tokenStory } from "./token-words";

type TokenRowProps = { token: Token; busy: boolean; onRotate: () => void; onRevoke: () => void };

/** One access token: what it is called, may do and did; and its two ends. Each is asked twice. */
export function TokenRow({ token, busy, onRotate, onRevoke }: TokenRowProps) {
  const [asks, ask] = useState<"rotate" | "revoke">();
  const mayWrite = useMay("sessions:write");
  const now = new Date();
  const act = () => {
    ask(undefined);
    if (asks === "rotate") onRotate();
    else onRevoke();
  };
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-6 py-4">
      <div className="min-w-0 flex-1 basis-full wide:basis-0">
        <p className="font-[540] break-words">
          {token.name} {hasEnded(token, now) && <Tag look="warn">ran out</Tag>}
        </p>
        <p className="text-sm text-quiet">{tokenStory(token, now)}</p>
        <p className="text-sm text-quiet">{token.scopes.map(scopeWords).join(", ")}</p>
      </div>
      {!mayWrite ? null : asks ? (
        <>
          <p role="status" className="basis-full text-sm">
            {asks === "rotate"
              ? "The old secret stops at once, and you get a new one."
              : "Whatever uses it stops working at once."}
          </p>
          <Button size="small" look={asks === "rotate" ? "main" : "danger"} busy={busy} onClick={act}>
            {asks === "rotate" ? "Yes, rotate it" : "Yes, revoke it"}
          </Button>
          <Button size="small" look="bare" onClick={() => ask(undefined)}>
            Keep it
          </Button>
        </>
      ) : (
        <>
          <Button size="small" busy={busy} onClick={() => ask("rotate")} aria-label={`Rotate ${token.name}`}>
            Rotate
          </Button>
          <Button
            size="small"
            look="danger"
            busy={busy}
            onClick={() => ask("revoke")}
            aria-label={`Revoke ${token.name}`}
          >
            Revoke
          </Button>
        </>
      )}
    </li>
  );
}
