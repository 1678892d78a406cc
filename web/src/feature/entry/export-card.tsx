import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { saveFile } from "@/ui/save-file";
import { useExport } from "./api";

/** Everything that was written, as a file to keep. */
export function ExportCard() {
  const whole = useExport();
  const save = () =>
    whole.mutate(undefined, {
      onSuccess: (file) =>
        saveFile(`journal-${new Date().toISOString().slice(0, 10)}.json`, file, "application/json"),
    });
  return (
    <Card
      title="Everything you wrote"
      action={
        <Button size="small" busy={whole.isPending} onClick={save}>
          Save as a file
        </Button>
      }
    >
      <div className="grid gap-3 border-t border-line px-6 py-4">
        <p className="text-quiet">
          Every page in one file of JSON, also what is in the trash: to keep, or to take elsewhere. Whoever
          has the file can read it.
        </p>
        <p role="status" className="text-sm text-quiet empty:hidden">
          {whole.isSuccess && "Saved among your downloads."}
          {whole.error && say(whole.error)}
        </p>
      </div>
    </Card>
  );
}
