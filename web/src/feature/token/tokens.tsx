import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "@/api/me";
import { say, sayOfAccounts } from "@/api/words";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Loading } from "@/ui/loading";
import { Notice } from "@/ui/notice";
import { Trouble } from "@/ui/trouble";
import { type Made, tokensQuery, useRevokeToken, useRotateToken } from "./api";
import { NewSecret } from "./new-secret";
import { NewToken } from "./new-token";
import { TokenRow } from "./token-row";

/** The access tokens of this person; `scopes` is what they may do themselves, and so what a token may. */
export function Tokens({ scopes }: { scopes: readonly string[] }) {
  const tokens = useQuery(tokensQuery);
  const rotate = useRotateToken();
  const revoke = useRevokeToken();
  const mayWrite = useMay("sessions:write");
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<Made>();
  const show = (one: Made) => {
    setMade(one);
    setMaking(false);
  };
  const failure = rotate.error ?? revoke.error;
  const makes = mayWrite && !isMaking && (
    <Button size="small" onClick={() => setMaking(true)}>
      New access token
    </Button>
  );
  return (
    <>
      {made && (
        <NewSecret key={made.token} name={made.name} secret={made.token} onClose={() => setMade(undefined)} />
      )}
      <Card title="Access tokens" action={makes}>
        {isMaking && <NewToken scopes={scopes} onMade={show} onClose={() => setMaking(false)} />}
        {tokens.isPending && <Loading />}
        {tokens.error && !tokens.data && (
          <Trouble words={sayOfAccounts(tokens.error)} onRetry={() => tokens.refetch()} />
        )}
        {tokens.data?.length === 0 && (
          <p className="border-t border-line px-6 py-4 text-quiet">There are none yet.</p>
        )}
        <ul>
          {tokens.data?.map((token) => (
            <TokenRow
              key={token.id}
              token={token}
              busy={[rotate, revoke].some((act) => act.isPending && act.variables === token.id)}
              onRotate={() => rotate.mutate(token.id, { onSuccess: show })}
              onRevoke={() => revoke.mutate(token.id)}
            />
          ))}
        </ul>
      </Card>
      <p role="status" className="mt-3 text-sm text-quiet">
        {revoke.isSuccess && "That token opens nothing any more."}
      </p>
      {failure && (
        <Notice tone="bad" role="alert" className="mt-3">
          {say(failure)}
        </Notice>
      )}
    </>
  );
}
