import { useCallback, useEffect, useRef, useState } from "react";
import { toApiError } from "../backend/backend";
import type { ApiError } from "../bindings/ApiError";

export interface Action {
  run: () => Promise<void>;
  busy: boolean;
  /** Busy for more than a second: say what is waited for, and offer to stop waiting. */
  slow: boolean;
  error: ApiError | null;
  /** Stops waiting and forgets the error. The call under way may still happen; no step follows it. */
  dismiss: () => void;
}

/**
 * One thing that a button does: whether it runs, and what went wrong. Its signal is aborted when
 * the reader stops waiting or closes what the button stood in; work of several steps, or with a
 * place to go to afterwards, asks the signal between them.
 */
export function useAction(work: (signal: AbortSignal) => Promise<unknown>): Action {
  const [busy, setBusy] = useState(false);
  const [slow, setSlow] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const latest = useRef(work);
  latest.current = work;
  const running = useRef<AbortController | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const stop = useCallback(() => {
    clearTimeout(timer.current);
    running.current?.abort();
    running.current = null;
  }, []);

  useEffect(() => stop, [stop]);

  const run = useCallback(async () => {
    stop();
    const mine = new AbortController();
    running.current = mine;
    setBusy(true);
    setSlow(false);
    setError(null);
    timer.current = setTimeout(() => setSlow(true), 1000);
    let problem: ApiError | null = null;
    try {
      await latest.current(mine.signal);
    } catch (thrown) {
      problem = toApiError(thrown);
    }
    if (running.current !== mine) return;
    running.current = null;
    clearTimeout(timer.current);
    setBusy(false);
    setSlow(false);
    setError(problem);
  }, [stop]);

  const dismiss = useCallback(() => {
    stop();
    setBusy(false);
    setSlow(false);
    setError(null);
  }, [stop]);

  return { run, busy, slow, error, dismiss };
}

/** Tells whoever stands above whether something is under way, until it is not shown any more. */
export function useReport(busy: boolean, tell: ((busy: boolean) => void) | undefined): void {
  useEffect(() => {
    if (!busy || !tell) return;
    tell(true);
    return () => tell(false);
  }, [busy, tell]);
}
