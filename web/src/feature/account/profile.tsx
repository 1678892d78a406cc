import type { Me } from "@/api/me";
import { Card } from "@/ui/card";
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
      {me.scopes.includes("profile:write") ? (
        <ProfileForm me={me} />
      ) : (
        <p className="border-t border-line px-6 py-4 break-words">
          {[me.display_name, me.username, me.email].filter(Boolean).join(" · ")}
        </p>
      )}
    </Card>
  );
}
