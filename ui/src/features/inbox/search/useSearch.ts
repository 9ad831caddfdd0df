import { useEffect, useRef, useState } from "react";
import { recall, remember } from "../../../app/memory";
import type { BotId } from "../../../bindings/BotId";
import { useReading, type Reading } from "./useReading";

/** After the last key, so long until the list follows. */
const PAUSE_MS = 200;

export interface Search {
  text: string;
  caret: number;
  write: (text: string, caret: number) => void;
  /** What the list shows. */
  query: string;
  reading: Reading | null;
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
  const latest = useRef({ text, reading });
  latest.current = { text, reading };

  const run = (next = latest.current.text) => {
    setQuery(next.trim());
    remember(`query.${botId}`, next.trim());
  };
  const write = (next: string, at: number) => {
    setWritten({ text: next, caret: at });
    if (next.trim() === "") run("");
  };
  const isWrong = reading?.of === text && reading.problem !== null;
  useEffect(() => {
    if (text.trim() === query || isWrong) return;
    const timer = setTimeout(() => run(text), PAUSE_MS);
    return () => clearTimeout(timer);
    // A reading that finds nothing wrong starts no new pause.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [text, query, isWrong]);
  return {
    text,
    caret,
    write,
    query,
    reading,
    run: (next) => {
      if (next !== undefined) setWritten({ text: next, caret: next.length });
      if (next !== undefined || !isWrong) run(next);
    },
  };
}
