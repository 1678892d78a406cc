import { DoorFrame } from "../door-frame";

/** Seen only where a browser does not let a window close itself. */
export function ProvedPage() {
  return (
    <DoorFrame title="That was you">
      <p className="mt-2 text-quiet">
        What you began goes on by itself in the window you came from. You can close this one.
      </p>
    </DoorFrame>
  );
}
