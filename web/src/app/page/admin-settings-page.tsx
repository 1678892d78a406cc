import { Settings } from "@/feature/server/settings";
import { AdminLinks } from "../admin-links";
import { Sheet } from "../sheet";

export function AdminSettingsPage() {
  return (
    <Sheet title="Settings" words="What was decided where this journal was started. Secrets stay hidden.">
      <AdminLinks />
      <Settings />
    </Sheet>
  );
}
