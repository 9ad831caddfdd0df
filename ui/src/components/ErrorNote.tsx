import { useMemo, type ReactNode } from "react";
import type { ApiError } from "../bindings/ApiError";
import { CopyButton } from "./CopyButton";
import { clock } from "./time";

interface Props {
  error: ApiError;
  /** Buttons that mend it. */
  children?: ReactNode;
}

/** What happened and what to do; the code and the other side's own words are one click away. */
export function ErrorNote({ error, children }: Props) {
  // From when the error came, which is when it is shown first.
  const until = useMemo(() => Date.now() + (error.retry_after ?? 0) * 1000, [error]);
  const raw = [error.code, error.detail].filter(Boolean).join("\n");
  return (
    <div className="note bad" role="alert" data-testid="error-note" data-code={error.code}>
      <p className="note-title">{error.message}</p>
      {error.remedy && <p>{error.remedy}</p>}
      {error.retry_after !== null && <p>It asked to wait {error.retry_after} s, until {clock(until)}.</p>}
      {children && <div className="row">{children}</div>}
      <details className="note-detail">
        <summary>Details</summary>
        <pre>{raw}</pre>
        <CopyButton text={raw} what="the details" />
      </details>
    </div>
  );
}
