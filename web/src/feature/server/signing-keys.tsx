import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "@/api/me";
import { isProblem } from "@/api/problem";
import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Loading } from "@/ui/loading";
import { Tag } from "@/ui/tag";
import { Trouble } from "@/ui/trouble";
import { keysQuery, type SigningKey } from "./api";
import { RotateDialog } from "./rotate-dialog";

const MOMENT = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

const STATES: Record<string, string> = {
  next: "signs soon",
  signing: "signs",
  verifying: "verifies only",
  retired: "retired",
  resting: "rests",
};

/** The keys that sign access tokens, without what they are made of. */
export function SigningKeys() {
  const keys = useQuery(keysQuery);
  const [isAsking, ask] = useState(false);
  const [said, tell] = useState("");
  const mayAct = useMay("admin:write");
  const isFinal = isProblem(keys.error, "forbidden");
  return (
    <>
      <Card
        title="Signing keys"
        action={
          keys.data &&
          mayAct && (
            <Button size="small" onClick={() => ask(true)}>
              Make a new key
            </Button>
          )
        }
      >
        {keys.isPending && <Loading />}
        {keys.error && !keys.data && (
          <div className="border-t border-line px-6">
            <Trouble words={say(keys.error)} onRetry={isFinal ? undefined : () => keys.refetch()} />
          </div>
        )}
        <ul>
          {keys.data?.map((key) => (
            <KeyRow key={`${key.kid} ${key.created_at}`} signing={key} />
          ))}
        </ul>
      </Card>
      <p role="status" className="mt-3 text-sm text-quiet">
        {said}
      </p>
      {isAsking && (
        <RotateDialog
          onClose={() => ask(false)}
          onDone={(from) => {
            ask(false);
            tell(`There is a new key. It signs from ${MOMENT.format(new Date(from))}; nobody is signed out.`);
          }}
        />
      )}
    </>
  );
}

function KeyRow({ signing }: { signing: SigningKey }) {
  const parts = [
    signing.algorithm,
    signing.created_at && `made ${MOMENT.format(new Date(signing.created_at))}`,
    signing.until && `until ${MOMENT.format(new Date(signing.until))}`,
  ];
  return (
    <li className="border-t border-line px-6 py-3">
      <p>
        <span className="font-mono text-sm break-all">{signing.kid ?? "no name"}</span>{" "}
        <Tag look={signing.state === "signing" ? "on" : "plain"}>
          {STATES[signing.state] ?? signing.state}
        </Tag>
      </p>
      <p className="text-sm text-quiet">{parts.filter(Boolean).join(" · ")}</p>
    </li>
  );
}
