import { useState } from "react";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";

/** The secret of a token, this once: copied from here, or lost. */
export function NewSecret({ name, secret, onClose }: { name: string; secret: string; onClose: () => void }) {
  const [copied, setCopied] = useState<boolean>();
  const copy = async () => {
    // Without a secure origin there is no clipboard; the text can still be selected.
    const isCopied = await navigator.clipboard?.writeText(secret).then(
      () => true,
      () => false,
    );
    setCopied(isCopied ?? false);
  };
  return (
    <Notice role="status" className="mt-6">
      <p className="basis-full">
        This is the secret of <strong className="font-[580] break-words">{name}</strong>. It is shown only
        now; keep it as you keep a password.
      </p>
      <code className="min-w-0 basis-full rounded-md bg-sheet px-3 py-2 font-mono text-sm break-all select-all">
        {secret}
      </code>
      <Button look="main" onClick={() => void copy()}>
        Copy
      </Button>
      <Button look="bare" onClick={onClose}>
        I have it
      </Button>
      {copied !== undefined && (
        <span className="text-sm">{copied ? "Copied." : "Select the text above and copy it."}</span>
      )}
    </Notice>
  );
}
