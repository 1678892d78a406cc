import { SigningKeys } from "@/feature/server/signing-keys";
import { AdminLinks } from "../admin-links";
import { Sheet } from "../sheet";

export function AdminKeysPage() {
  return (
    <Sheet title="Keys" words="What proves that a sign-in is one.">
      <AdminLinks />
      <SigningKeys />
    </Sheet>
  );
}
