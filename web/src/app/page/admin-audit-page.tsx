import { useState } from "react";
import type { TrailFilter } from "@/feature/audit/api";
import { Trail } from "@/feature/audit/trail";
import { TrailForm } from "@/feature/audit/trail-form";
import { VerifyCard } from "@/feature/audit/verify-card";
import { AdminLinks } from "../admin-links";
import { Sheet } from "../sheet";

export function AdminAuditPage() {
  const [filter, seek] = useState<TrailFilter>({});
  return (
    <Sheet title="Audit" words="What happened to anybody's account, and to the program.">
      <AdminLinks />
      <VerifyCard />
      <TrailForm onSeek={seek} />
      <Trail filter={filter} />
    </Sheet>
  );
}
