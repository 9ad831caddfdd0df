import { useStore } from "../../app/store";
import type { JobView } from "../../bindings/JobView";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { CopyButton } from "../../components/CopyButton";
import { ErrorNote } from "../../components/ErrorNote";
import { besides, kindWords, progressWords, stateWords } from "./words";

interface Props {
  job: JobView;
  onPutAway: () => void;
}

/** An export, import or replay: how far it is, and what it has come to. */
export function JobCard({ job, onPutAway }: Props) {
  const store = useStore();
  const { id, path, state, report, done, of } = job;
  const cancel = useAction(() => store.read("cancel_job", { id }));
  const isRunning = state.type === "running";
  const more = besides(job);
  // An export refuses updates, which have no line, and a file may be refused as a whole.
  const hasLines = report.refusals.some(({ line }) => line > 0);
  const { name, stop } = kindWords(job.kind);
  return (
    <section className="card job" aria-label={name} data-testid="job" data-state={state.type}>
      <p role="status" data-testid="job-state">
        <strong>{stateWords(job)}</strong>
        {isRunning && <span className="muted"> {progressWords(job)}</span>}
      </p>
      {isRunning && <progress className="job-progress" aria-label="How far it is" max={of || undefined} value={of ? done : undefined} />}
      <div className="job-path">
        <span className="mono small break" data-testid="job-path">
          {path}
        </span>
        <CopyButton text={path} what="the path" look="quiet" />
      </div>
      {more.length > 0 && (
        <ul className="job-besides" data-testid="job-besides">
          {more.map((each) => (
            <li key={each}>{each}.</li>
          ))}
        </ul>
      )}
      {report.note && <p className="tone-care">{report.note}</p>}
      {report.refusals.length > 0 && (
        <div className="job-refusals">
          <table className="refusals">
            <thead>
              <tr>
                {hasLines && <th scope="col">Line</th>}
                <th scope="col">{job.kind === "export" ? "Why it is not in the file" : "Why it was refused"}</th>
              </tr>
            </thead>
            <tbody>
              {report.refusals.map(({ line, offset, reason }, i) => (
                <tr key={i} data-testid="refusal" title={line > 0 ? `${offset.toLocaleString("en")} bytes before it` : undefined}>
                  {hasLines && <td className="mono">{line > 0 && line.toLocaleString("en")}</td>}
                  <td>{reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {report.refused > report.refusals.length && <p className="muted small">These are the first {report.refusals.length.toLocaleString("en")}.</p>}
        </div>
      )}
      {state.type === "failed" && <ErrorNote error={state.error} />}
      {cancel.error && <ErrorNote error={cancel.error} />}
      <div className="row">
        {isRunning ? (
          <Button data-testid="job-cancel" busy={cancel.busy} onClick={() => void cancel.run()}>
            {stop}
          </Button>
        ) : (
          <Button look="quiet" data-testid="job-away" onClick={onPutAway}>
            Put away
          </Button>
        )}
      </div>
    </section>
  );
}
