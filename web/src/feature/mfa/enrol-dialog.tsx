import { type ReactNode, useState } from "react";
import { session } from "@/api/live-session";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { SetUp } from "./set-up";

type EnrolDialogProps = {
  /** Another way to have one, until an app is being set up. */
  other?: ReactNode;
  onDone: () => void;
};

/** Stands over the page until a second factor is set up, where the journal demands one. What is below lives on. */
export function EnrolDialog({ other, onDone }: EnrolDialogProps) {
  const [isByApp, takeApp] = useState(false);
  return (
    <Dialog title="A second factor first" onClose={() => {}}>
      <p className="mt-2 mb-5 text-quiet">
        Whoever runs this journal asks you for a second factor. It takes a minute, and then everything opens.
      </p>
      {!isByApp && other}
      <SetUp onDone={onDone} onBegun={() => takeApp(true)} />
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
