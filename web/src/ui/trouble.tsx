import { Button } from "./button";

/** What went wrong, in words, and a way to try again where that may help. */
export function Trouble({ words, onRetry }: { words: string; onRetry?: () => void }) {
  return (
    <div role="alert" className="grid justify-items-start gap-4 py-6">
      <p>{words}</p>
      {onRetry && <Button onClick={onRetry}>Try again</Button>}
    </div>
  );
}
