import { useEffect, useRef, useState } from "react";
import { recall, remember } from "../../../app/memory";
import type { BotId } from "../../../bindings/BotId";
import { useReading, type Reading } from "./useReading";

/** After the last key, so long until the list follows. */
const PAUSE_MS = 200;
/** The same for a text of which the engine has not said yet whether it is a query. */
const UNREAD_MS = 2_000;

export interface Search {
  text: string;
  caret: number;
  write: (text: string, caret: number) => void;
  /** What the list shows. */
  query: string;
  reading: Reading | null;
  /** What is written is read, and is no query. */
  isWrong: boolean;
  /** Searches without waiting for the pause. */
  run: (text?: string) => void;
}

/** A bot's search: what is written, and the query that the list follows. */
export function useSearch(botId: BotId): Search {
  const [written, setWritten] = useState(() => {
    const text = recall(`query.${botId}`, "");
    return { text, caret: text.length };
  });
  const { text, caret } = written;
  const [query, setQuery] = useState(text.trim());
  const reading = useReading(botId, text, caret);
  const writtenAt = useRef(0);
  const latest = useRef({ text, reading });
  latest.current = { text, reading };

  const run = (next = latest.current.text) => {
    setQuery(next.trim());
    remember(`query.${botId}`, next.trim());
  };
  const write = (next: string, at: number) => {
    if (next !== latest.current.text) writtenAt.current = Date.now();
    setWritten({ text: next, caret: at });
    if (next.trim() === "") run("");
  };
  const isRead = reading?.of === text;
  const isWrong = isRead && reading.problem !== null;
  useEffect(() => {
    if (text.trim() === query || isWrong) return;
    // A reading that finds nothing wrong starts no new pause.
    const left = writtenAt.current + (isRead ? PAUSE_MS : UNREAD_MS) - Date.now();
    const timer = setTimeout(() => run(text), Math.max(0, left));
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [text, query, isRead, isWrong]);
  return {
    text,
    caret,
    write,
    query,
    reading,
    isWrong,
    run: (next) => {
      if (next !== undefined) setWritten({ text: next, caret: next.length });
      if (next !== undefined || !isWrong) run(next);
    },
  };
}
