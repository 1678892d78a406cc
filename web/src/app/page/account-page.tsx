import { useQuery } from "@tanstack/react-query";
import { say } from "@/api/words";
import { meQuery } from "@/feature/account/api";
import { Profile } from "@/feature/account/profile";
import { SignOut } from "@/feature/session/sign-out";
import { Loading } from "@/ui/loading";
import { Trouble } from "@/ui/trouble";
import { AccountLinks } from "../account-links";
import { Sheet } from "../sheet";

export function AccountPage() {
  const me = useQuery(meQuery);
  return (
    <Sheet title="Me" words="Who you are here.">
      <AccountLinks />
      {me.isPending && <Loading />}
      {me.error && !me.data && <Trouble words={say(me.error)} onRetry={() => me.refetch()} />}
      {me.data && <Profile me={me.data} />}
      <SignOut />
    </Sheet>
  );
}
