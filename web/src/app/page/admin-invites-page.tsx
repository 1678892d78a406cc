import { useQuery } from "@tanstack/react-query";
import { registrationQuery } from "@/feature/account/api";
import { Invites } from "@/feature/invite/invites";
import { Notice } from "@/ui/notice";
import { AdminLinks } from "../admin-links";
import { Sheet } from "../sheet";

const MODES: Record<string, string> = {
  open: "This journal is open to anybody at the moment, so nobody needs an invitation.",
  closed: "This journal takes nobody new at the moment, not even with an invitation.",
};

export function AdminInvitesPage() {
  const { data: mode } = useQuery(registrationQuery);
  const words = mode ? MODES[mode] : undefined;
  return (
    <Sheet title="Invitations" words="Who may begin a journal here.">
      <AdminLinks />
      {words && <Notice className="mt-6">{words}</Notice>}
      <Invites />
    </Sheet>
  );
}
