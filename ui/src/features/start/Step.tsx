import type { ReactNode } from "react";

interface Props {
  n: number;
  /** The step that the reader is at. */
  now: number;
  title: string;
  /** What was chosen, once it is done. */
  done: string;
  children: ReactNode;
}

export function Step({ n, now, title, done, children }: Props) {
  const state = n < now ? "done" : n === now ? "now" : "later";
  return (
    <li className={`step ${state}`} aria-current={state === "now" ? "step" : undefined}>
      <span className="step-mark" aria-hidden="true">
        {state === "done" ? "✓" : n}
      </span>
      <div className="step-body">
        <h2>
          {title}
          {state === "done" && <span className="muted"> {done}</span>}
        </h2>
        {state === "now" && children}
      </div>
    </li>
  );
}
