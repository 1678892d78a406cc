import { Button } from "@/ui/button";
import { CopyText } from "@/ui/copy-text";
import { focusIt } from "@/ui/focus";
import type { NewInvite } from "./api";

/** What is shown once: the link and the code of an invitation that was just made. */
export function MadeInvite({ made, onDone }: { made: NewInvite; onDone: () => void }) {
  return (
    <section
      ref={focusIt}
      tabIndex={-1}
      aria-label="The new invitation"
      className="grid gap-4 border-t border-line bg-accent-soft px-6 py-5"
    >
      <p>
        Give the link, or the code, to whoever is invited. It is shown{" "}
        <strong className="font-[560]">once</strong>: Journal keeps no copy that it could show again.
      </p>
      <CopyText label="Link" text={made.link} />
      <CopyText label="Code" text={made.code} />
      <div>
        <Button onClick={onDone}>I have it</Button>
      </div>
    </section>
  );
}
