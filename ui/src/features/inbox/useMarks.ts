import { useEffect, useRef, useState } from "react";
import { useSession } from "../../app/session";
import { useStore } from "../../app/store";
import type { BotId } from "../../bindings/BotId";
import type { UpdateRow } from "../../bindings/UpdateRow";
import { readFound } from "./readFound";

/** Updates that something is done with at once, at the most: a replay takes no more. */
export const MOST = 500;

export type Marked = ReadonlyMap<number, UpdateRow>;

interface State {
  marked: Marked;
  limit: string | null;
}

const NONE: State = { marked: new Map(), limit: null };

export interface Marks {
  marked: Marked;
  /** Why not all that was asked for is marked. */
  limit: string | null;
  /** They are being looked for still. */
  isReading: boolean;
  toggle: (row: UpdateRow) => void;
  /** From the one marked or opened last to this one. */
  range: (from: number, to: UpdateRow) => Promise<void>;
  all: () => Promise<void>;
  /** All of a chat, and nothing else. */
  chat: (id: number) => Promise<void>;
  add: (rows: UpdateRow[]) => void;
  clear: () => void;
}

const byRow = (rows: Iterable<UpdateRow>): Marked => new Map([...rows].map((row) => [row.seq, row]));

/** Which of a bot's updates are marked. They stay marked when the list moves away from them, and when it is left. */
export function useMarks(botId: BotId, query: string): Marks {
  const store = useStore();
  const [{ marked, limit }, set] = useSession(`marks.${botId}`, NONE);
  const [isReading, setReading] = useState(false);
  // What is marked next ends what is being looked for.
  const turn = useRef(0);
  useEffect(() => () => void turn.current++, []);

  const change = (next: (now: Marked) => Marked) => {
    turn.current++;
    setReading(false);
    set((now) => ({ marked: next(now.marked), limit: null }));
  };
  /** Marks what is found, beside what is marked by then or in its place. */
  const read = async (where: { query: string; before: number | null; after: number | null }, isBeside: boolean, fits: (row: UpdateRow) => boolean = () => true) => {
    const mine = ++turn.current;
    let base: Marked = new Map();
    if (isBeside) set((now) => ({ ...now, marked: (base = now.marked) }));
    setReading(true);
    const put = (rows: UpdateRow[], said: string | null) => set({ marked: byRow([...base.values(), ...rows.filter(fits)]), limit: said });
    try {
      const found = await readFound(store, { bot_id: botId, ...where }, MOST, (sofar) => {
        if (mine === turn.current) put(sofar, null);
        return mine === turn.current;
      });
      if (found?.more) put(found.rows, `Only the newest ${found.rows.length.toLocaleString("en")} of them are marked: no more are taken at once.`);
    } catch {
      // The list itself says when nothing can be read.
    }
    if (mine === turn.current) setReading(false);
  };
  return {
    marked,
    limit,
    isReading,
    toggle: (row) =>
      change((now) => {
        const next = new Map(now);
        if (!next.delete(row.seq)) next.set(row.seq, row);
        return next;
      }),
    add: (rows) => change((now) => byRow([...now.values(), ...rows])),
    range: (from, to) => read({ query, before: Math.max(from, to.seq) + 1, after: Math.min(from, to.seq) - 1 }, true),
    all: () => read({ query, before: null, after: null }, false),
    chat: (id) => read({ query: `chat:${id}`, before: null, after: null }, false, (row) => row.chat_id === id),
    clear: () => change(() => NONE.marked),
  };
}
