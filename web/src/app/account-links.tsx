import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMay } from "@/api/me";
import { connectionsQuery } from "@/feature/provider/api";
import { paths } from "./paths";

const LINK =
  "inline-flex min-h-(--touch) items-center border-b-2 border-transparent text-quiet hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink";

/** Between the pages about oneself. The way to the admin page shows to those who may enter; the server decides. */
export function AccountLinks() {
  const { data: providers = [] } = useQuery(connectionsQuery);
  const [seesSessions, seesAdmin] = [useMay("sessions:read"), useMay("admin:read")];
  return (
    <nav aria-label="About you" className="mt-4 flex flex-wrap gap-x-5 border-b border-line">
      <Link to={paths.account} activeOptions={{ exact: true }} className={LINK}>
        Profile
      </Link>
      <Link to={paths.passkeys} className={LINK}>
        Passkeys
      </Link>
      {providers.length > 0 && (
        <Link to={paths.providers} className={LINK}>
          Providers
        </Link>
      )}
      {seesSessions !== false && (
        <Link to={paths.devices} className={LINK}>
          Devices
        </Link>
      )}
      {seesSessions && (
        <Link to={paths.tokens} className={LINK}>
          Access tokens
        </Link>
      )}
      {seesSessions !== false && (
        <Link to={paths.activity} className={LINK}>
          Activity
        </Link>
      )}
      {seesAdmin && (
        <Link to={paths.admin} className={LINK}>
          Admin
        </Link>
      )}
    </nav>
  );
}
