import { useQuery } from "@tanstack/react-query";
import { meQuery } from "@/api/me";
import { say } from "@/api/words";
import { DeleteAccount } from "@/feature/account/delete-account";
import { Loading } from "@/ui/loading";
import { Trouble } from "@/ui/trouble";
import { Sheet } from "../sheet";

export function DeleteAccountPage() {
  const me = useQuery(meQuery);
  return (
    <Sheet title="Delete your journal" words="Take your time. This is what happens.">
      {me.isPending && <Loading />}
      {me.error && !me.data && <Trouble words={say(me.error)} onRetry={() => me.refetch()} />}
      {me.data && <DeleteAccount email={me.data.email} />}
    </Sheet>
  );
}
