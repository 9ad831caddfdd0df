import { useCallback, useEffect, useRef, useState } from "react";
import { toApiError, type InputOf, type Op, type OutputOf } from "../backend/backend";
import type { ApiError } from "../bindings/ApiError";
import type { Change } from "../bindings/Change";
import { useStore, type News } from "./store";

/** The least time between two readings that changes caused, in ms: a busy bot changes many times a second. */
const PAUSE_MS = 250;

interface Wanted<K extends Op> {
  op: K;
  /** Asked for at each fetch: it may hold the present. */
  input: () => InputOf<K>;
  /** Another key is another question: what was read before is not shown as its answer. Null asks nothing. */
  key: string | null;
  /** Whether a change makes what was read stale. */
  stale: (change: Change) => boolean;
}

export interface Read<T> {
  value: T | null;
  error: ApiError | null;
  reload: () => Promise<void>;
}

export const concerns = (news: News, stale: (change: Change) => boolean): boolean => news === "all" || news.some(stale);

/** What an operation answers that is not in the overview, read again when it changed. While it is read, the last answer stays. */
export function useRead<K extends Op>(wanted: Wanted<K>): Read<OutputOf<K>> {
  const store = useStore();
  const [state, setState] = useState<{ key: string | null; value: OutputOf<K> | null; error: ApiError | null }>({ key: wanted.key, value: null, error: null });
  const latest = useRef(wanted);
  latest.current = wanted;
  const running = useRef<{ key: string | null; again: boolean; ended: Promise<void> } | null>(null);
  const { key } = wanted;

  const reload = useCallback((): Promise<void> => {
    // Changes during a fetch become one more.
    if (running.current?.key === key) {
      running.current.again = true;
      return running.current.ended;
    }
    const mine = { key, again: true, ended: Promise.resolve() };
    running.current = mine;
    const read = async () => {
      while (mine.again) {
        mine.again = false;
        const answer = await store.read(latest.current.op, latest.current.input()).then(
          (value) => ({ value, error: null }),
          (thrown: unknown) => ({ value: null, error: toApiError(thrown) }),
        );
        if (running.current !== mine) return;
        setState((before) => ({ key, value: answer.value ?? (before.key === key ? before.value : null), error: answer.error }));
      }
      running.current = null;
    };
    mine.ended = read();
    return mine.ended;
  }, [key, store]);

  useEffect(() => {
    if (key === null) return;
    let last = performance.now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    void reload();
    const off = store.onChange((news) => {
      if (!concerns(news, latest.current.stale)) return;
      timer ??= setTimeout(
        () => {
          timer = undefined;
          last = performance.now();
          void reload();
        },
        Math.max(0, last + PAUSE_MS - performance.now()),
      );
    });
    return () => {
      clearTimeout(timer);
      off();
      running.current = null;
    };
  }, [reload, key, store]);

  return state.key === key ? { value: state.value, error: state.error, reload } : { value: null, error: null, reload };
}
