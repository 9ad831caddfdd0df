import { useState } from "react";
import { useOverview, useStore } from "../../app/store";
import { useRead } from "../../app/useRead";
import type { JobId } from "../../bindings/JobId";
import type { JobView } from "../../bindings/JobView";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { kindWords, progressWords, stateWords } from "./words";

/** An export, import or replay wherever the reader is: how far it is while it runs, and how it ended. */
export function JobLine() {
  const jobs = useRead({ op: "jobs", input: () => ({}), key: "jobs", stale: (change) => change.type === "jobs" });
  const [watched, setWatched] = useState<JobId | null>(null);
  const running = jobs.value?.filter((job) => job.state.type === "running") ?? [];
  // What had ended before the window was opened is told of by its own panel alone.
  const next = running.find((job) => job.id === watched) ?? running[0];
  if (next && next.id !== watched) setWatched(next.id);
  const job = next ?? jobs.value?.find((each) => each.id === watched);
  return job && <Line key={job.id} job={job} others={running.length - 1} onPutAway={() => setWatched(null)} />;
}

function Line({ job, others, onPutAway }: { job: JobView; others: number; onPutAway: () => void }) {
  const store = useStore();
  const bot = useOverview().bots.find((each) => each.id === job.bot_id)?.name;
  const cancel = useAction(() => store.read("cancel_job", { id: job.id }));
  const isRunning = job.state.type === "running";
  const { done, of } = job;
  const { stop } = kindWords(job.kind);
  return (
    <span className="job-line" data-testid="job-line" data-state={job.state.type} title={cancel.error ? `${cancel.error.message} ${cancel.error.remedy}` : job.path}>
      {/* Only this is read out when it changes, and not every number that passes. */}
      <span role="status" className={`cut ${job.state.type === "failed" ? "tone-bad" : ""}`}>
        {stateWords(job)}
        {isRunning && bot !== undefined && (
          <>
            {" "}
            <bdi>{bot}</bdi>
          </>
        )}
        {isRunning && others > 0 && `, and ${others} more`}
      </span>
      {isRunning && (
        <>
          <progress className="job-progress" aria-label="How far it is" max={of || undefined} value={of ? done : undefined} />
          <span className="job-line-far">{progressWords(job)}</span>
          <Button look="quiet" data-testid="job-line-cancel" busy={cancel.busy} onClick={() => void cancel.run()}>
            {cancel.error ? `Not ${stop === "Stop" ? "stopped" : "cancelled"}` : stop}
          </Button>
        </>
      )}
      {!isRunning && (
        <Button look="quiet" data-testid="job-line-away" onClick={onPutAway}>
          Put away
        </Button>
      )}
    </span>
  );
}
