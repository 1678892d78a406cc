import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "@/api/me";
import { ApiError } from "@/api/problem";
import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Loading } from "@/ui/loading";
import { Notice } from "@/ui/notice";
import { Trouble } from "@/ui/trouble";
import { rolesQuery, useCreateRole } from "./api";
import { RoleForm } from "./role-form";
import { RoleRow } from "./role-row";

/** The roles there are; `own` is what one may do oneself. Whoever may only look sees no buttons. */
export function Roles({ own }: { own: readonly string[] }) {
  const roles = useQuery(rolesQuery);
  const create = useCreateRole();
  const mayWrite = useMay("admin:write");
  const [isMaking, setMaking] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  if (roles.isPending) return <Loading />;
  if (roles.error && !roles.data) {
    const isFinal = roles.error instanceof ApiError && roles.error.status === 403;
    return <Trouble words={say(roles.error)} onRetry={isFinal ? undefined : () => roles.refetch()} />;
  }
  const makes = mayWrite && !isMaking && (
    <Button size="small" onClick={() => setMaking(true)}>
      New role
    </Button>
  );
  return (
    <>
      <Card title="Roles" action={makes}>
        {isMaking && (
          <RoleForm
            own={own}
            sending={create}
            onSend={({ name, scopes }) =>
              create.mutate({ name, scopes }, { onSuccess: () => setMaking(false) })
            }
            onClose={() => setMaking(false)}
          />
        )}
        <ul>
          {roles.data.map((role) => (
            <RoleRow key={role.name} role={role} own={own} onFailed={setFailure} />
          ))}
        </ul>
      </Card>
      {failure !== undefined && (
        <Notice tone="bad" role="alert" className="mt-3">
          {say(failure)}
        </Notice>
      )}
    </>
  );
}
