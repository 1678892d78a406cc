import { sayOfAccounts } from "@/api/words";
import { Button, type ButtonLook } from "@/ui/button";
import { Notice } from "@/ui/notice";

type CeremonyButtonProps = {
  words: string;
  look?: ButtonLook["look"];
  isBusy: boolean;
  error: unknown;
  onPress: () => void;
  onCancel: () => void;
};

/** Begins a ceremony, and while it goes on, ends it; below it stands what came of the last one. */
export function CeremonyButton({ words, look, isBusy, error, onPress, onCancel }: CeremonyButtonProps) {
  return (
    <div className="mt-4 grid gap-2">
      <Button look={look} size="large" busy={isBusy} onClick={onPress}>
        {isBusy ? "Waiting for your passkey" : words}
      </Button>
      {isBusy && (
        <Button look="bare" size="large" onClick={onCancel}>
          Cancel
        </Button>
      )}
      {!isBusy && error !== null && (
        <Notice tone="bad" role="alert">
          {sayOfAccounts(error)}
        </Notice>
      )}
    </div>
  );
}
