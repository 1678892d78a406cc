import { Skeleton } from "./skeleton";

/** Lines that will be words, and the word for those who hear the page. */
export function Loading({ lines = 3 }: { lines?: number }) {
  return (
    <div role="status" className="grid gap-3 p-6">
      <span className="sr-only">Loading</span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike
        <Skeleton key={line} className={line % 3 === 2 ? "h-4 w-2/3" : "h-4"} />
      ))}
    </div>
  );
}
