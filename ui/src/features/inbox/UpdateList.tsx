import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type ReactNode } from "react";
import { useNow } from "../../components/TimeAgo";
import { absolute, count, rowTime } from "../../components/time";
import type { UpdateRow } from "../../bindings/UpdateRow";
import { resultOf } from "../attempts/words";
import type { Feed } from "./feed";
import { newWords, type Rows } from "./rows";

const ROW = 30;

interface Props {
  feed: Feed;
  rows: Rows;
  /** How many are stored. */
  total: number;
  loadingOlder: boolean;
  selected: number | null;
  onOpen: (seq: number) => void;
  /** Those that something is to be done with at once. */
  marked: ReadonlySet<number>;
  onMark: (seq: number) => void;
  /** What can be done with them, in the place of the count. */
  children: ReactNode;
}

export function UpdateList({ feed, rows, total, loadingOlder, selected, onOpen, marked, onMark, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const pointerOn = useRef(false);
  const { shown } = rows;
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    getItemKey: (index) => shown[index]?.seq ?? index,
    overscan: 12,
    initialOffset: feed.scrollTop,
  });
  const items = virtual.getVirtualItems();

  // The list holds still while the reader is away from its top, or has a row under the pointer.
  const hold = () => feed.hold(pointerOn.current || (box.current?.scrollTop ?? 0) > ROW / 2);

  useEffect(() => {
    if (box.current) box.current.scrollTop = feed.scrollTop;
    hold();
    return () => feed.hold(feed.scrollTop > ROW / 2);
    // Once for each feed: afterwards the reader scrolls.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [feed]);

  const lastIndex = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastIndex >= shown.length - 20) void feed.fetchOlder();
  }, [lastIndex, shown.length, feed]);

  const onTop = shown[items[0]?.index ?? 0]?.seq;
  const atEnd = shown[lastIndex]?.seq;
  useEffect(() => {
    if (onTop !== undefined && atEnd !== undefined) feed.look(onTop, atEnd, items.length);
  }, [onTop, atEnd, items.length, feed]);

  // Keys move the selection; the row comes into view by the shortest way.
  const selectedIndex = shown.findIndex((row) => row.seq === selected);
  const shownSelection = useRef(selected);
  useEffect(() => {
    if (selected === shownSelection.current) return;
    shownSelection.current = selected;
    if (selectedIndex >= 0) virtual.scrollToIndex(selectedIndex, { align: "auto" });
  }, [selected, selectedIndex, virtual]);

  return (
    <div className="list-frame">
      {/* A strip of its own, always there: what is new covers no row and moves none. */}
      <div className={`list-head ${children ? "marking" : ""}`}>
        {children || <span className="muted">{count(total, "update")}, newest first</span>}
        {rows.waiting.length > 0 && (
          <button
            type="button"
            className="pill"
            data-testid="new-updates"
            onClick={() => {
              feed.letIn();
              box.current?.scrollTo({ top: 0 });
            }}
          >
            <span aria-hidden="true">↑</span> {newWords(rows)}
          </button>
        )}
      </div>
      <div
        ref={box}
        className="list"
        tabIndex={0}
        role="listbox"
        aria-label="Updates, newest first"
        aria-activedescendant={selectedIndex >= 0 ? `update-${selected}` : undefined}
        onScroll={(event) => {
          feed.scrollTop = event.currentTarget.scrollTop;
          hold();
        }}
        onPointerMove={(event) => {
          const on = event.target instanceof Element && event.target.closest(".update-row") !== null;
          if (on !== pointerOn.current) {
            pointerOn.current = on;
            hold();
          }
        }}
        onPointerLeave={() => {
          pointerOn.current = false;
          hold();
        }}
      >
        <div className="list-inner" role="presentation" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = shown[item.index];
            return row && <Row key={row.seq} row={row} top={item.start} place={item.index + 1} of={rows.more ? -1 : shown.length} selected={row.seq === selected} isMarked={marked.has(row.seq)} onOpen={onOpen} onMark={onMark} />;
          })}
        </div>
        {loadingOlder && <p className="list-end">Fetching older updates</p>}
      </div>
    </div>
  );
}

interface RowProps {
  row: UpdateRow;
  top: number;
  place: number;
  of: number;
  selected: boolean;
  isMarked: boolean;
  onOpen: (seq: number) => void;
  onMark: (seq: number) => void;
}

function Row({ row, top, place, of, selected, isMarked, onOpen, onMark }: RowProps) {
  const at = Date.parse(row.received_at);
  const result = resultOf(row.delivery);
  return (
    <div
      id={`update-${row.seq}`}
      role="option"
      aria-selected={selected}
      aria-checked={isMarked}
      aria-posinset={place}
      aria-setsize={of}
      className="update-row"
      data-testid="update-row"
      data-update-id={row.update_id}
      style={{ transform: `translateY(${top}px)` }}
      onClick={(event) => (event.ctrlKey || event.metaKey ? onMark(row.seq) : onOpen(row.seq))}
    >
      <RowTime at={at} />
      <span className="row-kind" title={row.kind}>
        {row.kind}
      </span>
      <span className="row-text" dir="auto">
        {isMarked && (
          <span className="row-mark" aria-hidden="true">
            ✓{" "}
          </span>
        )}
        {row.pinned && (
          <span className="row-pin" data-testid="row-pin" title="Pinned: it is kept whatever the limits say." role="img" aria-label="pinned">
            <svg viewBox="0 0 12 12" width="11" height="11" aria-hidden="true">
              <path d="M4 1h4v1L7.4 3v2.2L9.5 7v1H6.6L6 11.5 5.4 8H2.5V7l2.1-1.8V3L4 2z" fill="currentColor" />
            </svg>
          </span>
        )}
        {row.chat && <span className="row-chat">{row.chat}</span>}
        {row.chat && row.who && <span className="muted"> · </span>}
        {row.who && <span className={row.chat ? "row-part" : "row-who"}>{row.who}</span>} <span className="row-part">{row.summary}</span>
      </span>
      {result && (
        <span className={`row-result tone-${result.tone}`} data-testid="row-result" title={result.title}>
          {result.word}
        </span>
      )}
    </div>
  );
}

function RowTime({ at }: { at: number }) {
  return (
    <time className="row-time" dateTime={new Date(at).toISOString()} title={absolute(at)}>
      {rowTime(at, useNow((now) => rowTime(at, now)))}
    </time>
  );
}
