import type { ComponentProps } from "react";
import { TextInput } from "./text-input";

type CodeInputProps = ComponentProps<"input"> & { kind: "totp" | "recovery_code" };

/** A code that is typed from elsewhere: six digits of an app, or letters from paper. */
export function CodeInput({ kind, ...props }: CodeInputProps) {
  const isApp = kind === "totp";
  return (
    <TextInput
      type="text"
      inputMode={isApp ? "numeric" : "text"}
      // A keeper of passwords fills a code of an app, and must not fill one of those in its place.
      autoComplete={isApp ? "one-time-code" : "off"}
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      maxLength={40}
      className="font-mono tracking-[0.12em]"
      {...props}
    />
  );
}
