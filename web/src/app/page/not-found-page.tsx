import { Link } from "@tanstack/react-router";
import { buttonClass } from "@/ui/button";
import { DoorFrame } from "../door-frame";
import { paths } from "../paths";

export function NotFoundPage() {
  return (
    <DoorFrame title="There is no such page">
      <p className="mt-2 mb-6 text-quiet">The address may be mistyped, or the page has moved on.</p>
      <Link to={paths.entries} className={buttonClass({ look: "main", size: "large" })}>
        Go to your journal
      </Link>
    </DoorFrame>
  );
}
