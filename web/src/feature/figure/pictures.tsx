import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { isProblem } from "@/api/problem";
import { say } from "@/api/words";
import { Card } from "@/ui/card";
import { Choice } from "@/ui/choice";
import { cx } from "@/ui/cx";
import { Loading } from "@/ui/loading";
import { Switch } from "@/ui/switch";
import { Trouble } from "@/ui/trouble";
import { figuresQuery } from "./api";
import { spanWords } from "./figure-words";
import { OnePicture } from "./one-picture";
import { picturesOf, wholeOf } from "./pictures-of";
import { SPANS, type Span } from "./spans";

type PicturesProps = { span?: Span; onSpan: (span: Span) => void };

/** What happened over time, in small pictures or as tables. Who may not see it sees nothing here. */
export function Pictures({ span = "30d", onSpan }: PicturesProps) {
  const figures = useQuery(figuresQuery(span));
  const [isTable, setTable] = useState(false);
  if (isProblem(figures.error, "forbidden") || isProblem(figures.error, "insufficient_scope")) return null;
  const pictures = figures.data ? picturesOf(figures.data) : [];
  const isEmpty = figures.data && pictures.every((picture) => wholeOf(picture) === 0);
  return (
    <Card
      title="Over time"
      action={
        <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
          <Switch words="As tables" isOn={isTable} onSwitch={setTable} />
          <Choice label="How long" name="span" choices={SPANS} value={span} onChoose={onSpan} />
        </div>
      }
    >
      {figures.isPending && <Loading lines={6} />}
      {figures.error && !figures.data && (
        <div className="border-t border-line px-6">
          <Trouble words={say(figures.error)} onRetry={() => figures.refetch()} />
        </div>
      )}
      {isEmpty && (
        <p className="border-t border-line px-6 py-4 text-quiet">
          Nothing was counted in this time. Sign-ins and what follows them will be drawn here as they come.
        </p>
      )}
      {figures.data && !isEmpty && (
        <div className="border-t border-line px-6 py-5" aria-busy={figures.isPlaceholderData || undefined}>
          <div className={cx("grid gap-6", !isTable && "grid-cols-2 wide:grid-cols-3")}>
            {pictures.map((picture) => (
              <OnePicture
                key={`${picture.name} ${figures.data.from} ${figures.data.step}`}
                picture={picture}
                step={figures.data.step}
                isTable={isTable}
              />
            ))}
          </div>
          <p className="mt-5 text-xs text-quiet">{spanWords(figures.data)} They name nobody.</p>
        </div>
      )}
    </Card>
  );
}
