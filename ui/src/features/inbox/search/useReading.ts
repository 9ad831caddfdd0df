import { useEffect, useState } from "react";
import { useStore } from "../../../app/store";
import type { BotId } from "../../../bindings/BotId";
import type { QueryReading } from "../../../bindings/QueryReading";

const PAUSE_MS = 40;

export interface Reading extends QueryReading {
  /** What was read. */
  of: string;
  caret: number;
}

/** What the engine makes of a query that is being written; the last reading stays until the next is here. */
export function useReading(botId: BotId, query: string, caret: number): Reading | null {
  const store = useStore();
  const [reading, setReading] = useState<Reading | null>(null);
  useEffect(() => {
    if (query === "" && caret !== 0) return;
    let current = true;
    const timer = setTimeout(() => {
      store.read("read_query", { bot_id: botId, query, caret }).then(
        (read) => current && setReading({ ...read, of: query, caret }),
        // Then it is a plain text field; a query that cannot be answered says so in the list.
        () => current && setReading(null),
      );
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [store, botId, query, caret]);
  return reading;
}
