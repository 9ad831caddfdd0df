import { useCallback, useEffect, useRef, useState } from "react";
import { useStore } from "../../../app/store";
import { toApiError } from "../../../backend/backend";
import type { ApiError } from "../../../bindings/ApiError";
import type { UpdateRow } from "../../../bindings/UpdateRow";

const AROUND = 30;
const MORE = 60;
/** Rows in memory at the most; those at the other end go. */
const MOST = 600;

export interface Talk {
  rows: UpdateRow[];
  moreOlder: boolean;
  moreNewer: boolean;
}

/** The updates around one in its chat, which grow at both ends. */
export function useConversation(seq: number) {
  const store = useStore();
  const [talk, setTalk] = useState<Talk | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const busy = useRef(false);

  const read = useCallback(
    async (from: number, older: number, newer: number, join: (found: Talk, now: Talk | null) => Talk) => {
      if (busy.current) return;
      busy.current = true;
      try {
        const { rows, more_older, more_newer } = await store.read("list_conversation", { seq: from, older, newer });
        setTalk((now) => join({ rows, moreOlder: more_older, moreNewer: more_newer }, now));
        setError(null);
      } catch (thrown) {
        setError(toApiError(thrown));
      } finally {
        busy.current = false;
      }
    },
    [store],
  );
  // A neighbour that is opened is here already: nothing is read and nothing moves.
  const shown = useRef(talk);
  shown.current = talk;
  useEffect(() => {
    if (!shown.current?.rows.some((row) => row.seq === seq)) void read(seq, AROUND, AROUND, (found) => found);
  }, [seq, read]);

  const [first, last] = [talk?.rows[0]?.seq, talk?.rows.at(-1)?.seq];
  return {
    talk,
    error,
    older: () => {
      if (first === undefined || !talk?.moreOlder) return;
      void read(first, MORE, 0, (found, now) => {
        const rows = [...found.rows.filter((row) => row.seq < first), ...(now?.rows ?? [])];
        return { rows: rows.slice(0, MOST), moreOlder: found.moreOlder, moreNewer: (now?.moreNewer ?? false) || rows.length > MOST };
      });
    },
    newer: () => {
      if (last === undefined || !talk?.moreNewer) return;
      void read(last, 0, MORE, (found, now) => {
        const rows = [...(now?.rows ?? []), ...found.rows.filter((row) => row.seq > last)];
        return { rows: rows.slice(-MOST), moreOlder: (now?.moreOlder ?? false) || rows.length > MOST, moreNewer: found.moreNewer };
      });
    },
  };
}
