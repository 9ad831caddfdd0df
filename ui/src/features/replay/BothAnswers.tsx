import { useRead } from "../../app/useRead";
import type { AttemptRow } from "../../bindings/AttemptRow";
import { ErrorNote } from "../../components/ErrorNote";
import { TimeAgo } from "../../components/TimeAgo";
import { ResponseBody } from "../attempts/AttemptBody";
import { attemptResult, callWords, micros } from "../attempts/words";
import { place } from "../delivery/words";

/** What was answered the first time, and to the replay. */
export function BothAnswers({ replay }: { replay: AttemptRow }) {
  return (
    <div className="both" data-testid="both-answers">
      {replay.replay_of === null ? (
        <section className="answer" aria-label="Before">
          <h3>Before</h3>
          <p className="muted">It had not been delivered to a bot, so there is no answer to compare with.</p>
        </section>
      ) : (
        <Answer title="Before" id={replay.replay_of} />
      )}
      <Answer title="Replay" id={replay.id} />
    </div>
  );
}

/** What was answered to one delivery. */
export function Answer({ title, id }: { title: string; id: number }) {
  const { value, error } = useRead({ op: "get_attempt", input: () => ({ id }), key: String(id), stale: (change) => change.type === "delivery" });
  const result = value && attemptResult(value.row);
  return (
    <section className="answer" aria-label={title} data-testid={`answer-${title.toLowerCase()}`}>
      <h3>{title}</h3>
      {error && <ErrorNote error={error} />}
      {value && result && (
        <>
          <p>
            <span className={`attempt-result tone-${result.tone}`}>{result.word}</span> <span className="muted">in {micros(value.row.phases.total)}</span>
          </p>
          <p className="muted small">
            <TimeAgo at={value.row.at} />, <span className="mono small break">{place(value.row.url)}</span>
          </p>
          {value.row.message && (
            <p>
              {value.row.message} <span className="muted">{value.row.remedy}</span>
            </p>
          )}
          {value.row.call && <p className={`tone-${callWords(value.row.call).tone}`}>{callWords(value.row.call).words}</p>}
          {value.row.status !== null && <ResponseBody detail={value} />}
        </>
      )}
    </section>
  );
}
