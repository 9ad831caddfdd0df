import { useCallback, useEffect, useRef, useState } from "react";
import { toApiError } from "../backend/backend";
import type { ApiError } from "../bindings/ApiError";

export interface Action<A extends unknown[]> {
  run: (...args: A) => Promise<void>;
  busy: boolean;
  /** Busy for more than a second: say what is waited for, and offer to stop waiting. */
  slow: boolean;
  error: ApiError | null;
  /** Stops waiting and forgets the error. What was asked for may still happen. */
  dismiss: () => void;
}

/** One thing that a button does: whether it runs, and what went wrong. */
export function useAction<A extends unknown[]>(work: (...args: A) => Promise<unknown>): Action<A> {
  const [busy, setBusy] = useState(false);
  const [slow, setSlow] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const latest = useRef(work);
  latest.current = work;
  const turn = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const settle = useCallback(() => {
    clearTimeout(timer.current);
    setBusy(false);
    setSlow(false);
  }, []);

  useEffect(
    () => () => {
      turn.current++;
      clearTimeout(timer.current);
    },
    [],
  );

  const run = useCallback(
    async (...args: A) => {
      const mine = ++turn.current;
      setBusy(true);
      setError(null);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setSlow(true), 1000);
      try {
        await latest.current(...args);
        if (turn.current === mine) settle();
      } catch (thrown) {
        if (turn.current !== mine) return;
        settle();
        setError(toApiError(thrown));
      }
    },
    [settle],
  );

  const dismiss = useCallback(() => {
    turn.current++;
    settle();
    setError(null);
  }, [settle]);

  return { run, busy, slow, error, dismiss };
}
