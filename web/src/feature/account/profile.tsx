import type { ReactNode } from "react";
import { Card } from "@/ui/card";
import type { Me } from "./api";

const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "long" });

/** Who one is here. */
export function Profile({ me }: { me: Me }) {
  return (
    <Card title="Profile">
      <dl>
        <Row name="Email">
          {me.email}
          {me.is_verified ? "" : " (not confirmed)"}
        </Row>
        <Row name="Username">{me.username ?? <span className="text-quiet">None</span>}</Row>
        <Row name="Writing here since">{DAY.format(new Date(me.created_at))}</Row>
        {me.roles.includes("admin") && <Row name="Role">Admin</Row>}
      </dl>
    </Card>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-6 gap-y-1 border-t border-line px-6 py-4 wide:grid-cols-[12rem_1fr]">
      <dt className="text-quiet">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}
