import { useState } from "react";
import { Button } from "@/ui/button";
import { focusIt } from "@/ui/focus";
import { saveFile } from "@/ui/save-file";

type RecoveryCodesProps = { codes: string[]; onDone: () => void };

/** The recovery codes, this once: to be copied, saved or printed. */
export function RecoveryCodes({ codes, onDone }: RecoveryCodesProps) {
  const [copied, setCopied] = useState<boolean>();
  const copy = () =>
    navigator.clipboard.writeText(codes.join("\n")).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  const save = () => saveFile("journal-recovery-codes.txt", asText(codes), "text/plain");
  return (
    <div className="grid gap-4">
      <section
        aria-label="Recovery codes"
        ref={focusIt}
        tabIndex={-1}
        className="print-alone grid gap-4 outline-none"
      >
        <h3 className="font-[560]">Your recovery codes</h3>
        <p>
          Each lets you in once when the app is lost. Keep them where you keep what matters; they are not
          shown again.
        </p>
        <ul className="grid grid-cols-1 gap-x-6 gap-y-1 rounded-md bg-sunk px-4 py-3 font-mono text-sm min-[420px]:grid-cols-2">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
      </section>
      <div className="flex flex-wrap gap-3">
        <Button onClick={copy}>Copy</Button>
        <Button onClick={save}>Download</Button>
        <Button onClick={() => window.print()}>Print</Button>
      </div>
      <p role="status" className={copied === undefined ? "sr-only" : "text-sm text-quiet"}>
        {copied === true && "Copied."}
        {copied === false && "This browser does not let pages copy. Mark the codes and copy them by hand."}
      </p>
      <Button look="main" className="justify-self-start" onClick={onDone}>
        I have kept them
      </Button>
    </div>
  );
}

function asText(codes: string[]): string {
  const lines = [`Recovery codes for your journal at ${location.host}`, "Each works once.", "", ...codes, ""];
  return lines.join("\n");
}
