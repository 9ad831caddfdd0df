import { memo } from "react";
import type { SandboxCall } from "../../../bindings/SandboxCall";
import type { TranscriptEntry } from "../../../bindings/TranscriptEntry";
import { Button } from "../../../components/Button";
import { absolute, clock } from "../../../components/time";
import { sent } from "./link";
import { deliveryWords, hintFor, whenWords } from "./words";

interface Props {
  entry: TranscriptEntry;
  isChosen: boolean;
  /** The chosen message, if it is one of this entry's, and its chat. */
  message: number | null;
  chatId: number;
  onChoose: (entry: TranscriptEntry) => void;
  onInbox: (updateId: number) => void;
  /** Methods that the sandbox does not know. */
  unknown: Record<string, number>;
}

/** An update and what the bot did because of it. */
export const Entry = memo(function Entry({ entry, isChosen, message, chatId, onChoose, onInbox, unknown }: Props) {
  const delivery = deliveryWords(entry);
  const { update_id } = entry;
  return (
    <li className="effect" data-key={entry.id} data-testid="transcript-entry" aria-current={isChosen || undefined}>
      <button type="button" className="effect-head" onClick={() => onChoose(entry)}>
        <time className="mono small muted" dateTime={entry.at} title={absolute(Date.parse(entry.at))}>
          {clock(Date.parse(entry.at))}
        </time>
        <span className="mono small">{entry.kind ?? "no update"}</span>
        <span className="effect-summary cut" dir="auto">
          {entry.summary}
        </span>
      </button>
      {delivery && <p className={`small tone-${delivery.tone} effect-delivery`}>{delivery.text}</p>}
      <ol className="calls">
        {entry.calls.map((call, index) => (
          <Call key={index} call={call} hint={hintFor(call, unknown)} isSource={message !== null && sent(call, { message_id: message, from: null }, chatId)} />
        ))}
      </ol>
      {isChosen && update_id !== null && (
        <Button look="quiet" data-testid="show-in-inbox" onClick={() => onInbox(update_id)}>
          Show in inbox
        </Button>
      )}
    </li>
  );
});

function Call({ call, hint, isSource }: { call: SandboxCall; hint: string | null; isSource: boolean }) {
  const parameters = Object.entries(call.parameters);
  const isRefused = call.status !== 200;
  return (
    <li aria-current={isSource || undefined}>
      <details className="call">
        <summary data-testid="call">
          <span className="mono">{call.method}</span> <span className="mono small muted">{whenWords(call)}</span>
          {isRefused && <span className="mono small tone-bad"> {call.status}</span>}
        </summary>
        {parameters.length === 0 ? (
          <p className="small muted">No parameters</p>
        ) : (
          <dl className="parameters mono small">
            {parameters.map(([name, value]) => (
              <div key={name}>
                <dt className="muted">{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </details>
      {isRefused && (
        <p className="small tone-bad refusal" data-testid="refusal">
          {call.description ?? `Refused with ${call.status}`}
        </p>
      )}
      {hint !== null && (
        <p className="small tone-care refusal" data-testid="unknown-here">
          {hint}
        </p>
      )}
    </li>
  );
}
