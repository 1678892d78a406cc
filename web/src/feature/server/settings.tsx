import { useQuery } from "@tanstack/react-query";
import { isProblem } from "@/api/problem";
import { say } from "@/api/words";
import { Card } from "@/ui/card";
import { Loading } from "@/ui/loading";
import { Trouble } from "@/ui/trouble";
import { settingsQuery } from "./api";

/** What the operator decided: name, value, and where it came from. */
export function Settings() {
  const settings = useQuery(settingsQuery);
  const isFinal = isProblem(settings.error, "forbidden");
  return (
    <Card title="Settings">
      {settings.isPending && <Loading lines={6} />}
      {settings.error && !settings.data && (
        <div className="border-t border-line px-6">
          <Trouble words={say(settings.error)} onRetry={isFinal ? undefined : () => settings.refetch()} />
        </div>
      )}
      <ul>
        {settings.data?.map(({ name, value, origin }) => (
          <li
            key={name}
            className="grid gap-x-4 border-t border-line px-6 py-3 wide:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)_8rem]"
          >
            <span className="font-mono text-sm break-all">{name}</span>
            <span className="break-words">{value || "(empty)"}</span>
            <span className="text-sm break-words text-quiet wide:text-right">{origin}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
