import { useEffect, useLayoutEffect, useRef, type RefObject } from "react";
import type { UpdateRow } from "../../../bindings/UpdateRow";
import { ErrorNote } from "../../../components/ErrorNote";
import { absolute, clock } from "../../../components/time";
import { useConversation } from "./useConversation";

interface Props {
  row: UpdateRow;
  pane: RefObject<HTMLElement | null>;
  onSelect: (seq: number) => void;
}

const NEAR = 200;

/** What else was said in the chat, as people there saw it; older and newer come as it is scrolled. */
export function ConversationTab({ row, pane, onSelect }: Props) {
  const { talk, error, older, newer } = useConversation(row.seq);
  const current = useRef<HTMLLIElement>(null);
  const isHere = talk?.rows.some((each) => each.seq === row.seq) ?? false;
  useEffect(() => {
    if (isHere) current.current?.scrollIntoView({ block: "nearest" });
  }, [isHere, row.seq]);

  // What is put before the first row must not move what is read.
  const before = useRef<{ seq: number | undefined; height: number }>({ seq: undefined, height: 0 });
  const first = talk?.rows[0]?.seq;
  useLayoutEffect(() => {
    const element = pane.current;
    if (!element) return;
    const was = before.current;
    if (was.seq !== undefined && first !== undefined && first < was.seq) element.scrollTop += element.scrollHeight - was.height;
    before.current = { seq: first, height: element.scrollHeight };
  }, [first, talk, pane]);

  const latest = useRef({ older, newer });
  latest.current = { older, newer };
  useEffect(() => {
    const element = pane.current;
    if (!element) return;
    const look = () => {
      if (element.scrollTop < NEAR) latest.current.older();
      if (element.scrollHeight - element.scrollTop - element.clientHeight < NEAR) latest.current.newer();
    };
    element.addEventListener("scroll", look, { passive: true });
    return () => element.removeEventListener("scroll", look);
  }, [pane]);

  if (row.chat_id === null) return <p className="muted">This update belongs to no chat.</p>;
  if (error) return <ErrorNote error={error} />;
  if (!talk) return <p className="muted">Reading the chat</p>;
  return (
    <ol className="talk" aria-label={row.chat ?? row.who ?? "Chat"} data-testid="conversation">
      {talk.moreOlder && <li className="talk-edge muted">Older ones come as you scroll</li>}
      {talk.rows.map((each, i) => (
        <li key={each.seq} ref={each.seq === row.seq ? current : null} className="talk-item" aria-current={each.seq === row.seq || undefined}>
          {startsDay(each, talk.rows[i - 1]) && <p className="talk-day muted small">{absolute(Date.parse(each.received_at)).replace(/ \d\d:.*/, "")}</p>}
          <button type="button" className="talk-row" data-testid="talk-row" onClick={() => onSelect(each.seq)}>
            <span className="talk-head">
              <span className="talk-who">{each.who ?? each.chat ?? "Telegram"}</span>
              {each.kind !== "message" && <span className="mono small muted">{each.kind}</span>}
              <time className="muted small" title={absolute(Date.parse(each.received_at))}>
                {clock(Date.parse(each.received_at))}
              </time>
            </span>
            <span className="talk-text" dir="auto">
              {each.summary}
            </span>
          </button>
        </li>
      ))}
      {talk.moreNewer && <li className="talk-edge muted">Newer ones come as you scroll</li>}
    </ol>
  );
}

const startsDay = (row: UpdateRow, previous: UpdateRow | undefined) => new Date(row.received_at).toDateString() !== (previous ? new Date(previous.received_at).toDateString() : "");
