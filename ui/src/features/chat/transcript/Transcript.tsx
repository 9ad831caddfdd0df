import { useEffect, useRef } from "react";
import type { TranscriptEntry } from "../../../bindings/TranscriptEntry";
import { Button } from "../../../components/Button";
import { ErrorNote } from "../../../components/ErrorNote";
import { useEvent } from "../../../components/useEvent";
import { useStable } from "../useStable";
import { useStick } from "../useStick";
import { Entry } from "./Entry";
import type { TranscriptRead } from "./useTranscript";
import { unknownWords } from "./words";

interface Props {
  read: TranscriptRead;
  chosen: number | null;
  /** The chosen message, and the chat that is shown. */
  message: number | null;
  chatId: number;
  onChoose: (entry: TranscriptEntry) => void;
  onInbox: (updateId: number) => void;
  unknown: Record<string, number>;
  onClose: () => void;
}

/** On the right: each update and the calls that it caused, in the order of time. */
export function Transcript({ read, chosen, message, chatId, onChoose, onInbox, unknown, onClose }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const stick = useStick({ box, items: ".effect", onTop: read.fetchOlder });
  const choose = useEvent(onChoose);
  const inbox = useEvent(onInbox);
  const known = useStable(unknown);

  useEffect(() => {
    if (chosen !== null) box.current?.querySelector(`.effect[data-key="${chosen}"]`)?.scrollIntoView({ block: "nearest" });
  }, [chosen]);

  return (
    <aside className="transcript" aria-label="Transcript" data-testid="transcript">
      <div className="transcript-head">
        <h3>Transcript</h3>
        <span className="spring" />
        <Button look="quiet" className="transcript-close" onClick={onClose}>
          Close
        </Button>
      </div>
      {unknownWords(unknown).map((words) => (
        <p key={words} className="unknown small" data-testid="unknown-method">
          {words}
        </p>
      ))}
      {read.error && <ErrorNote error={read.error} />}
      <div ref={box} className="transcript-list" onScroll={stick.onScroll}>
        {read.ready && read.items.length === 0 && <p className="muted transcript-empty">What people do is listed here, each with the calls that the bot makes because of it and how long they took.</p>}
        <ul>
          {read.items.map((entry) => (
            <Entry key={entry.id} entry={entry} isChosen={entry.id === chosen} message={entry.id === chosen ? message : null} chatId={chatId} onChoose={choose} onInbox={inbox} unknown={known} />
          ))}
        </ul>
      </div>
    </aside>
  );
}
