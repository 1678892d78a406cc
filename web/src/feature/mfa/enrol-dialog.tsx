import { session } from "@/api/live-session";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { SetUp } from "./set-up";

/** Stands over the page until a second factor is set up, where the journal demands one. What is below lives on. */
export function EnrolDialog({ onDone }: { onDone: () => void }) {
  return (
    <Dialog title="A second factor first" onClose={() => {}}>
      <p className="mt-2 mb-5 text-quiet">
        Whoever runs this journal asks you for a second factor. It takes a minute, and then everything opens.
      </p>
      <SetUp onDone={onDone} />
      <Button
        look="bare"
        size="large"
        className="mt-4"
        onClick={() => void session.signOut(false).catch(() => {})}
      >
        Sign out
      </Button>
    </Dialog>
  );
}
