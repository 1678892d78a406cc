import { Card } from "@/ui/card";
import type { Me } from "./api";
import { ProfileForm } from "./profile-form";

const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "long" });

/** Who one is here. */
export function Profile({ me }: { me: Me }) {
  return (
    <Card title="Profile">
      <p className="px-6 pb-4 text-sm text-quiet">
        Writing here since {DAY.format(new Date(me.created_at))}
        {me.roles.includes("admin") && " · Admin"}
      </p>
      <ProfileForm me={me} />
    </Card>
  );
}
