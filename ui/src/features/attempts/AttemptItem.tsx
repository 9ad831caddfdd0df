import { useState } from "react";
import type { AttemptRow } from "../../bindings/AttemptRow";
import { absolute, bytes, clock } from "../../components/time";
import { place } from "../delivery/words";
import { AttemptBody } from "./AttemptBody";
import { attemptResult, callWords, KINDS, micros, phaseWords } from "./words";

interface Props {
  row: AttemptRow;
  /** Unfolded from the start. */
  open?: boolean;
}

/** One delivery in a line or two; unfolds to what was sent and what came back. */
export function AttemptItem({ row, open = false }: Props) {
  const [shown, setShown] = useState(open);
  const result = attemptResult(row);
  const at = Date.parse(row.at);
  return (
    <li className="attempt" data-testid="attempt" data-attempt={row.id}>
      <button type="button" className="attempt-line" aria-expanded={shown} onClick={() => setShown(!shown)}>
        <time className="mono small" dateTime={row.at} title={absolute(at)}>
          {clock(at)}.{String(at % 1000).padStart(3, "0")}
        </time>
        <span className={`attempt-result tone-${result.tone}`}>{result.word}</span>
        <span className="muted attempt-how">
          {micros(row.phases.total)}, {KINDS[row.kind]}
        </span>
        <span className="muted mono small cut attempt-what">{row.trouble === null || row.status !== null ? (row.response_size > 0 ? bytes(row.response_size) : "empty") : ""}</span>
      </button>
      {row.message && row.trouble !== "status" && (
        <p className="attempt-why">
          {row.message} <span className="muted">{row.remedy}</span>
        </p>
      )}
      {row.call && (
        <p className={`attempt-why tone-${callWords(row.call).tone}`} data-testid="attempt-call">
          {callWords(row.call).words}
        </p>
      )}
      {shown && (
        <div className="attempt-more">
          <p className="muted small">
            To <span className="mono small break">{place(row.url)}</span>
          </p>
          <p className="muted small" data-testid="phases">
            {phaseWords(row.phases)}
          </p>
          {row.detail && <p className="mono small break">{row.detail}</p>}
          {row.certificate && (
            <p className="muted small">
              Certificate, SHA-256: <span className="mono small break">{row.certificate}</span>
            </p>
          )}
          <AttemptBody id={row.id} />
        </div>
      )}
    </li>
  );
}
