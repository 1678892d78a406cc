import { UndoDeletion } from "@/feature/account/undo-deletion";
import { DoorFrame } from "../door-frame";
import { useMailed } from "../mail-token";

export function UndoDeletionPage() {
  const token = useMailed("token");
  return (
    <DoorFrame title="Keep your journal">
      <UndoDeletion key={token} token={token} />
    </DoorFrame>
  );
}
