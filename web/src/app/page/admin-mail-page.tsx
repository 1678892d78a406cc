import { Outbox } from "@/feature/outbox/outbox";
import { AdminLinks } from "../admin-links";
import { Sheet } from "../sheet";

export function AdminMailPage() {
  return (
    <Sheet title="Mail" words="What has not left the house yet. Nobody reads what it says.">
      <AdminLinks />
      <Outbox />
    </Sheet>
  );
}
