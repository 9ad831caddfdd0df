import { useRef } from "react";
import type { BotView } from "../../bindings/BotView";
import type { HistoryEntry } from "../../bindings/HistoryEntry";
import { Button } from "../../components/Button";
import { CopyButton } from "../../components/CopyButton";
import { ErrorNote } from "../../components/ErrorNote";
import { TimeAgo } from "../../components/TimeAgo";
import { Waiting } from "../../components/Waiting";
import { historyWords, rawOf } from "./history";
import { useHistory } from "./useHistory";

/** What happened to the webhook, newest first. Telegram forgets; this stays. */
export function HistoryCard({ bot }: { bot: BotView }) {
  const { entries, ready, error, showEarlier, hold, letIn } = useHistory(bot.id);
  const within = useRef({ pointer: false, focus: false });
  const is = (part: Partial<typeof within.current>) => {
    within.current = { ...within.current, ...part };
    hold(within.current.pointer || within.current.focus);
  };
  return (
    <section
      className="card history"
      aria-labelledby="history"
      data-testid="history"
      onPointerEnter={() => is({ pointer: true })}
      onPointerLeave={() => is({ pointer: false })}
      onFocus={() => is({ focus: true })}
      onBlur={(event) => is({ focus: event.currentTarget.contains(event.relatedTarget) })}
    >
      <div className="row history-head">
        <h2 id="history" className="grow">
          History
        </h2>
        {entries.waiting.length > 0 && (
          <button type="button" className="pill-inline" data-testid="history-new" onClick={letIn}>
            {entries.waiting.length} new
          </button>
        )}
      </div>
      {ready && entries.shown.length === 0 && <p className="muted">Nothing happened yet. Each registration, failure and repair is kept here.</p>}
      {!ready && !error && <p className="muted">Reading the history</p>}
      {error && <ErrorNote error={error} />}
      <ol className="entries">
        {entries.shown.map((entry) => (
          <Entry key={entry.seq} entry={entry} />
        ))}
      </ol>
      {showEarlier.error && <ErrorNote error={showEarlier.error} />}
      {entries.more && (
        <div className="row">
          <Button data-testid="history-earlier" busy={showEarlier.busy} onClick={() => void showEarlier.run()}>
            Show earlier
          </Button>
        </div>
      )}
      <Waiting action={showEarlier} on="earlier entries" />
    </section>
  );
}

function Entry({ entry }: { entry: HistoryEntry }) {
  const { lead, rest } = historyWords(entry);
  const raw = rawOf(entry);
  return (
    <li className="entry" data-testid="history-entry">
      <span className="entry-time">
        <TimeAgo at={entry.at} />
      </span>
      <details>
        <summary>
          <span className="entry-lead">{lead}</span>
          <span className="muted">{rest}</span>
        </summary>
        <pre className="raw-lines">{raw}</pre>
        <CopyButton text={raw} what="this entry" />
      </details>
    </li>
  );
}
