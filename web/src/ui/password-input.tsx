import { type ComponentProps, useState } from "react";
import { BOX } from "./text-input";

/** A password that can be looked at, so that it need not be typed twice. */
export function PasswordInput(props: ComponentProps<"input">) {
  const [isShown, setShown] = useState(false);
  return (
    <div className={BOX}>
      <input
        {...props}
        type={isShown ? "text" : "password"}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        className="-my-px min-h-11 w-full min-w-0 flex-1 bg-transparent outline-none"
      />
      <button
        type="button"
        aria-pressed={isShown}
        aria-label={isShown ? "Hide password" : "Show password"}
        onClick={() => setShown(!isShown)}
        className="-my-px -mr-2 min-h-(--touch) rounded-sm px-2 text-sm text-quiet hover:text-ink"
      >
        {isShown ? "Hide" : "Show"}
      </button>
    </div>
  );
}
