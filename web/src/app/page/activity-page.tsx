import { Link } from "@tanstack/react-router";
import { Activity } from "@/feature/activity/activity";
import { TEXT_LINK } from "@/ui/text-link";
import { AccountLinks } from "../account-links";
import { paths } from "../paths";
import { Sheet } from "../sheet";

export function ActivityPage() {
  return (
    <Sheet title="Activity" words="What was done with your account, here and elsewhere.">
      <AccountLinks />
      <p className="mt-6 text-quiet">
        Something you do not know?{" "}
        <Link to={paths.account} className={TEXT_LINK}>
          Change your password
        </Link>
        , which signs out every other device.
      </p>
      <Activity />
    </Sheet>
  );
}
