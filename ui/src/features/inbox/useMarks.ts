import { useState } from "react";
import { useStore } from "../../app/store";
import type { BotId } from "../../bindings/BotId";
import type { UpdateRow } from "../../bindings/UpdateRow";

/** Updates that something is done with at once, at the most: a replay takes no more. */
export const MOST = 500;

export type Marked = ReadonlyMap<number, UpdateRow>;
const NONE: Marked = new Map();

export interface Marks {
  marked: Marked;
  /** Why not all that was asked for is marked. */
  limit: string | null;
  toggle: (row: UpdateRow) => void;
  /** From the one marked or opened last to this one. */
  range: (from: number, to: UpdateRow) => Promise<void>;
  all: () => Promise<void>;
  add: (rows: UpdateRow[]) => void;
  set: (rows: UpdateRow[]) => void;
  clear: () => void;
}

const byRow = (rows: Iterable<UpdateRow>): Marked => new Map([...rows].map((row) => [row.seq, row]));

/** Which of the rows that the query finds are marked. They stay marked when the list moves away from them. */
export function useMarks(botId: BotId, query: string): Marks {
  const store = useStore();
  const [marked, setMarked] = useState<Marked>(NONE);
  const [limit, setLimit] = useState<string | null>(null);
  const put = (rows: Iterable<UpdateRow>, said: string | null = null) => {
    setMarked(byRow(rows));
    setLimit(said);
  };
  const read = async (before: number | null, after: number | null) => {
    const { rows, next_before } = await store.read("search_updates", { bot_id: botId, query, before, after, limit: MOST });
    return { rows, more: next_before !== null };
  };
  // The list itself says when nothing can be read.
  const quietly = (work: Promise<void>) => work.catch(() => {});
  return {
    marked,
    limit,
    toggle: (row) => {
      setLimit(null);
      // Of what is marked by then: keys may come faster than the list is drawn.
      setMarked((now) => {
        const next = new Map(now);
        if (!next.delete(row.seq)) next.set(row.seq, row);
        return next;
      });
    },
    add: (rows) => setMarked((now) => byRow([...now.values(), ...rows])),
    range: (from, to) =>
      quietly(
        (async () => {
          const { rows, more } = await read(Math.max(from, to.seq) + 1, Math.min(from, to.seq) - 1);
          put([...marked.values(), ...rows], more ? `The newest ${MOST} of these are marked.` : null);
        })(),
      ),
    all: () =>
      quietly(
        (async () => {
          const { rows, more } = await read(null, null);
          put(rows, more ? `The newest ${MOST} are marked: no more are taken at once.` : null);
        })(),
      ),
    set: (rows) => put(rows),
    clear: () => put([]),
  };
}
