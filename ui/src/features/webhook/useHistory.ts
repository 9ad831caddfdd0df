import { useCallback, useEffect, useRef, useState } from "react";
import { useStore } from "../../app/store";
import { concerns } from "../../app/useRead";
import { toApiError } from "../../backend/backend";
import type { ApiError } from "../../bindings/ApiError";
import type { BotId } from "../../bindings/BotId";
import { useAction, type Action } from "../../components/action";
import { earlier, letIn, newer, NO_ENTRIES, type Entries } from "./entries";

const PAGE = 20;

export interface History {
  entries: Entries;
  /** The first page is here. */
  ready: boolean;
  error: ApiError | null;
  showEarlier: Action;
  /** Whether the reader is in the list, so that it must hold still. */
  hold: (held: boolean) => void;
  letIn: () => void;
}

/** A bot's history, read again when something happened to its webhook. */
export function useHistory(botId: BotId): History {
  const store = useStore();
  const [entries, setEntries] = useState<Entries>(NO_ENTRIES);
  const [ready, setReady] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const held = useRef(false);

  useEffect(() => {
    let gone = false;
    let running = false;
    let again = false;
    const read = async () => {
      again = true;
      if (running) return;
      running = true;
      while (again && !gone) {
        again = false;
        try {
          const page = await store.read("list_history", { bot_id: botId, before: null, limit: PAGE });
          if (gone) return;
          setEntries((before) => newer(before, page, held.current));
          setReady(true);
          setError(null);
        } catch (thrown) {
          if (!gone) setError(toApiError(thrown));
        }
      }
      running = false;
    };
    void read();
    const off = store.onChange((news) => {
      if (concerns(news, (change) => change.type === "webhook" && change.bot_id === botId)) void read();
    });
    return () => {
      gone = true;
      off();
    };
  }, [botId, store]);

  const showEarlier = useAction(async (signal) => {
    const last = entries.shown.at(-1);
    if (!last) return;
    const page = await store.read("list_history", { bot_id: botId, before: last.seq, limit: PAGE });
    signal.throwIfAborted();
    setEntries((before) => earlier(before, page));
  });

  const hold = useCallback((next: boolean) => {
    held.current = next;
    if (!next) setEntries(letIn);
  }, []);
  const enter = useCallback(() => setEntries(letIn), []);
  return { entries, ready, error, showEarlier, hold, letIn: enter };
}
