import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { ApiError } from "@/api/problem";
import { say } from "@/api/words";
import { Button, buttonClass } from "@/ui/button";
import { paths } from "../paths";

/** In the place of what could not be shown: why, in words, and the next step. */
export function FailedPage({ error }: ErrorComponentProps) {
  const router = useRouter();
  const isFinal = error instanceof ApiError && (error.status === 403 || error.status === 404);
  return (
    <div role="alert" className="grid min-h-[60vh] content-center justify-items-center gap-6 p-8 text-center">
      <h1 className="font-serif text-2xl font-medium tracking-tight">{titleOf(error)}</h1>
      <p className="max-w-sm text-quiet">{say(error)}</p>
      {isFinal ? (
        <Link to={paths.entries} className={buttonClass({})}>
          Back to your entries
        </Link>
      ) : (
        <Button onClick={() => router.invalidate()}>Try again</Button>
      )}
    </div>
  );
}

function titleOf(error: unknown): string {
  if (!(error instanceof ApiError)) return "That did not work";
  if (error.status === 403) return "This is not your page";
  return error.status === 404 ? "There is no such page" : "That did not work";
}
