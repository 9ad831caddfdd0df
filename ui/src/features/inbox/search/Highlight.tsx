import type { ReactNode } from "react";
import { commonStart } from "./query";
import type { Reading } from "./useReading";

/** The same text as in the field, with its filters as chips and what is wrong underlined. */
export function Highlight({ text, reading, scrolled }: { text: string; reading: Reading | null; scrolled: number }) {
  const pieces: ReactNode[] = [];
  let at = 0;
  // Of a text that was read a moment ago, what is still the same.
  const known = reading ? (reading.of === text ? text.length : commonStart(reading.of, text)) : 0;
  for (const part of reading?.parts ?? []) {
    if (part.to > known) break;
    if (part.from > at) pieces.push(text.slice(at, part.from));
    pieces.push(
      <span key={part.from} className={`q-${part.kind}`}>
        {text.slice(part.from, part.to)}
      </span>,
    );
    at = part.to;
  }
  pieces.push(text.slice(at));
  const problem = reading?.of === text ? reading.problem : null;
  return (
    <div className="search-shown" dir="ltr" aria-hidden="true">
      <div style={{ transform: `translateX(${-scrolled}px)` }}>
        {pieces}
        {problem && (
          <span className="q-under">
            <span className="q-space">{text.slice(0, problem.from)}</span>
            <span className="q-problem" data-testid="query-problem-mark">
              {text.slice(problem.from, problem.to) || " "}
            </span>
          </span>
        )}
      </div>
    </div>
  );
}
