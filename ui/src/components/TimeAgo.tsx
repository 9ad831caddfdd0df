import { useSyncExternalStore } from "react";
import { absolute, ago, until } from "./time";

// One clock for the whole window, which runs only while something shows a time.
let now = Date.now();
const tellers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** While nobody sees the window its times stand still; they are right again the moment it is seen. */
function tick(): void {
  if (document.hidden) return;
  now = Date.now();
  for (const each of tellers) each();
}

function subscribe(tell: () => void): () => void {
  if (tellers.size === 0) {
    now = Date.now();
    timer = setInterval(tick, 1000);
    document.addEventListener("visibilitychange", tick);
  }
  tellers.add(tell);
  return () => {
    tellers.delete(tell);
    if (tellers.size > 0) return;
    clearInterval(timer);
    document.removeEventListener("visibilitychange", tick);
  };
}

/** The present, to the second; with `shown`, drawn anew only when what is shown of it is another thing. */
export function useNow(shown: (now: number) => unknown = (now) => now): number {
  useSyncExternalStore(subscribe, () => JSON.stringify(shown(now)));
  return now;
}

export function TimeAgo({ at }: { at: string | number }) {
  const then = typeof at === "number" ? at : Date.parse(at);
  return (
    <time dateTime={new Date(then).toISOString()} title={absolute(then)}>
      {ago(then, useNow((now) => ago(then, now)))}
    </time>
  );
}

/** A time to come. */
export function TimeUntil({ at }: { at: string | number }) {
  const then = typeof at === "number" ? at : Date.parse(at);
  return (
    <time dateTime={new Date(then).toISOString()} title={absolute(then)}>
      {until(then, useNow((now) => until(then, now)))}
    </time>
  );
}
