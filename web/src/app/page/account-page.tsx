import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { meQuery, useMay } from "@/api/me";
import { say } from "@/api/words";
import { EmailCard } from "@/feature/account/email-card";
import { NoticesCard } from "@/feature/account/notices-card";
import { Profile } from "@/feature/account/profile";
import { ExportCard } from "@/feature/entry/export-card";
import { MailboxHint } from "@/feature/mailbox/mailbox-hint";
import { FactorsCard } from "@/feature/mfa/factors-card";
import { PasswordCard } from "@/feature/password/password-card";
import { SignOut } from "@/feature/session/sign-out";
import { Loading } from "@/ui/loading";
import { TEXT_LINK } from "@/ui/text-link";
import { Trouble } from "@/ui/trouble";
import { AccountLinks } from "../account-links";
import { paths } from "../paths";
import { Sheet } from "../sheet";
import { WaitingNotice } from "../waiting-notice";

export function AccountPage() {
  const me = useQuery(meQuery);
  const mayRead = useMay("entries:read") !== false;
  const mayChange = useMay("profile:write") !== false;
  return (
    <Sheet title="Me" words="Who you are here.">
      <AccountLinks />
      {me.isPending && <Loading />}
      {me.error && !me.data && <Trouble words={say(me.error)} onRetry={() => me.refetch()} />}
      {me.data && (
        <>
          <WaitingNotice me={me.data} className="mt-6" />
          <Profile me={me.data} />
          {mayChange && (
            <>
              <EmailCard me={me.data} hint={<MailboxHint />} />
              <PasswordCard
                email={me.data.email}
                username={me.data.username ?? ""}
                hasPassword={me.data.has_password}
              />
              <FactorsCard />
            </>
          )}
          <NoticesCard email={me.data.email} />
          {mayRead && <ExportCard />}
        </>
      )}
      <SignOut />
      {mayChange && (
        <p className="mt-8 text-sm text-quiet">
          Done with journalling?{" "}
          <Link to={paths.deletion} className={TEXT_LINK}>
            Delete your journal
          </Link>
        </p>
      )}
    </Sheet>
  );
}
