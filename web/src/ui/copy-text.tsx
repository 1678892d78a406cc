import { useId, useRef, useState } from "react";
import { Button } from "./button";
import { BOX } from "./text-input";

/** A text that is to be taken elsewhere: it can be copied by a press, or marked where the browser does not copy. */
export function CopyText({ label, text }: { label: string; text: string }) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [said, say] = useState("");
  const copy = async () => {
    try {
      // Missing where the page came over plain http from another machine.
      await navigator.clipboard.writeText(text);
      say("Copied.");
    } catch {
      field.current?.select();
      say("It is marked: copy it with your own keys.");
    }
  };
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block text-sm font-[520]">
        {label}
      </label>
      <div className="flex flex-wrap gap-2">
        <input
          ref={field}
          id={id}
          readOnly
          value={text}
          onFocus={({ target }) => target.select()}
          className={`${BOX} min-w-0 flex-1 basis-56 font-mono text-sm outline-none`}
        />
        <Button onClick={copy} className="min-h-11" aria-label={`Copy ${label.toLowerCase()}`}>
          Copy
        </Button>
      </div>
      <p role="status" className="mt-1 min-h-5 text-sm text-quiet">
        {said}
      </p>
    </div>
  );
}
