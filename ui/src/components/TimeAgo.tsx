import { useSyncExternalStore } from "react";
import { absolute, ago, until } from "./time";

// One clock for the whole window, which runs only while something shows a time.
let now = Date.now();
const tellers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(tell: () => void): () => void {
  if (tellers.size === 0) {
    now = Date.now();
    timer = setInterval(() => {
      now = Date.now();
      for (const each of tellers) each();
    }, 1000);
  }
  tellers.add(tell);
  return () => {
    tellers.delete(tell);
    if (tellers.size === 0) clearInterval(timer);
  };
}

/** The present, to the second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

export function TimeAgo({ at }: { at: string | number }) {
  const then = typeof at === "number" ? at : Date.parse(at);
  return (
    <time dateTime={new Date(then).toISOString()} title={absolute(then)}>
      {ago(then, useNow())}
    </time>
  );
}

/** A time to come. */
export function TimeUntil({ at }: { at: string | number }) {
  const then = typeof at === "number" ? at : Date.parse(at);
  return (
    <time dateTime={new Date(then).toISOString()} title={absolute(then)}>
      {until(then, useNow())}
    </time>
  );
}
