import { say } from "@/api/words";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { CopyText } from "@/ui/copy-text";
import { Notice } from "@/ui/notice";
import { useVerifyTrail } from "./api";

/** Findings that are shown; the command line tells all. */
const TOLD = 50;

/** Whether the trail is as Journal left it. */
export function VerifyCard() {
  const verify = useVerifyTrail();
  const report = verify.data;
  return (
    <Card
      title="Is the trail whole?"
      action={
        <Button size="small" busy={verify.isPending} onClick={() => verify.mutate(undefined)}>
          Verify
        </Button>
      }
    >
      <div className="grid gap-4 border-t border-line px-6 py-4">
        <p role="status" className={report ? undefined : "text-quiet"}>
          {!report && "Reads every event and finds what was changed, removed, inserted or cut off."}
          {report?.ok && `It is whole: ${report.events} events.`}
          {report && !report.ok && `It is not whole: ${report.found} things are not as Journal left them.`}
        </p>
        {verify.error && (
          <Notice tone="bad" role="alert">
            {say(verify.error)}
          </Notice>
        )}
        {report && !report.ok && (
          <ul className="grid gap-2">
            {report.findings.slice(0, TOLD).map((finding) => (
              <li
                key={`${finding.what} ${finding.event} ${finding.checkpoint}`}
                className="text-sm break-words"
              >
                <span className="font-[540]">{finding.what.replaceAll("_", " ")}</span>
                {finding.account && ` · account ${finding.account}`}
                {finding.event && ` · event ${finding.event}`}
                {finding.checkpoint != null && ` · checkpoint ${finding.checkpoint}`}
              </li>
            ))}
          </ul>
        )}
        {report && <CopyText label="Where it ends" text={report.anchor} />}
      </div>
    </Card>
  );
}
