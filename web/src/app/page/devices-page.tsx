import { Devices } from "@/feature/session/devices";
import { AccountLinks } from "../account-links";
import { Sheet } from "../sheet";

export function DevicesPage() {
  return (
    <Sheet title="Devices" words="Where you are signed in. Sign out what you do not know.">
      <AccountLinks />
      <Devices />
    </Sheet>
  );
}
