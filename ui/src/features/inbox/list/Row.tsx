import { memo, type MouseEvent } from "react";
import type { UpdateRow } from "../../../bindings/UpdateRow";
import { useNow } from "../../../components/TimeAgo";
import { absolute, rowTime } from "../../../components/time";
import { resultOf } from "../../attempts/words";
import { SourceMark } from "../SourceMark";

/** In the window. */
export interface Point {
  x: number;
  y: number;
}

export interface RowProps {
  row: UpdateRow;
  top: number;
  /** From 0. */
  index: number;
  selected: boolean;
  isMarked: boolean;
  onOpen: (row: UpdateRow, event: MouseEvent) => void;
  onMenu: (row: UpdateRow, at: Point) => void;
}

/** One update on one line. */
export const Row = memo(function Row({ row, top, index, selected, isMarked, onOpen, onMenu }: RowProps) {
  const result = resultOf(row.delivery);
  return (
    <div
      id={`update-${row.seq}`}
      role="row"
      aria-selected={selected}
      aria-rowindex={index + 1}
      className="update-row"
      data-testid="update-row"
      data-update-id={row.update_id}
      style={{ transform: `translateY(${top}px)` }}
      onClick={(event) => onOpen(row, event)}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu(row, { x: event.clientX, y: event.clientY });
      }}
    >
      <RowTime at={Date.parse(row.received_at)} />
      <span role="gridcell" className="row-kind" title={row.kind}>
        {row.kind}
      </span>
      <span role="gridcell" className="row-text" dir="auto">
        {isMarked && (
          <>
            <span className="row-mark" aria-hidden="true">
              ✓{" "}
            </span>
            <span className="offscreen">marked</span>
          </>
        )}
        {row.pinned && (
          <span className="row-pin" data-testid="row-pin" title="Pinned: it is kept whatever the limits say." role="img" aria-label="pinned">
            <svg viewBox="0 0 12 12" width="11" height="11" aria-hidden="true">
              <path d="M4 1h4v1L7.4 3v2.2L9.5 7v1H6.6L6 11.5 5.4 8H2.5V7l2.1-1.8V3L4 2z" fill="currentColor" />
            </svg>
          </span>
        )}
        {row.noted && (
          <span className="row-note" data-testid="row-note" title="There is a note beside it." role="img" aria-label="with a note">
            <svg viewBox="0 0 12 12" width="11" height="11" aria-hidden="true">
              <path d="M2 1.5h8v6L7.5 10H2zM4 4h4M4 6.2h2.5" fill="none" stroke="currentColor" strokeLinejoin="round" />
            </svg>
          </span>
        )}
        <SourceMark source={row.source} />
        {row.chat && <span className="row-chat">{row.chat}</span>}
        {row.chat && row.who && <span className="muted"> · </span>}
        {row.who && <span className={row.chat ? "row-part" : "row-who"}>{row.who}</span>} <span className="row-part">{row.summary}</span>
      </span>
      {result && (
        <span role="gridcell" className={`row-result tone-${result.tone}`} data-testid="row-result" title={result.title}>
          {result.word}
        </span>
      )}
    </div>
  );
});

/** A row that is on its way. */
export function PendingRow({ top }: { top: number }) {
  return (
    <div className="update-row pending" aria-hidden="true" style={{ transform: `translateY(${top}px)` }}>
      <span className="row-bar" />
      <span className="row-bar" />
      <span className="row-bar wide" />
    </div>
  );
}

function RowTime({ at }: { at: number }) {
  return (
    <time role="gridcell" className="row-time" dateTime={new Date(at).toISOString()} title={absolute(at)}>
      {rowTime(at, useNow((now) => rowTime(at, now)))}
    </time>
  );
}
