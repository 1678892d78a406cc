import { Passkeys } from "@/feature/passkey/passkeys";
import { AccountLinks } from "../account-links";
import { Sheet } from "../sheet";

export function PasskeysPage() {
  return (
    <Sheet title="Passkeys" words="What opens your journal without a password.">
      <AccountLinks />
      <Passkeys />
    </Sheet>
  );
}
