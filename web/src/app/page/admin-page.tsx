import { Ping } from "@/feature/admin/ping";
import { AdminLinks } from "../admin-links";
import { Sheet } from "../sheet";

export function AdminPage() {
  return (
    <Sheet title="Admin" words="For those who run this journal.">
      <AdminLinks />
      <Ping />
    </Sheet>
  );
}
