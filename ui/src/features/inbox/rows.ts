// The rows of one inbox. What the reader sees never moves: rows that arrive while it must hold
// still wait outside the list until they are let in.
import type { UpdatePage } from "../../bindings/UpdatePage";
import type { UpdateRow } from "../../bindings/UpdateRow";

export interface Rows {
  /** Newest first, without holes. */
  shown: UpdateRow[];
  /** Newer than all that is shown; newest first. */
  waiting: UpdateRow[];
  /** There are more between `waiting` and `shown` than one page holds. */
  gap: boolean;
  /** There are older ones than the last shown. */
  more: boolean;
}

export const NO_ROWS: Rows = { shown: [], waiting: [], gap: false, more: false };

/** Rows kept while the list runs by itself; older ones are fetched again on scroll. */
export const KEEP = 2000;

/** The newest that is known, shown or not. */
export function newest(rows: Rows): number | null {
  return rows.waiting[0]?.seq ?? rows.shown[0]?.seq ?? null;
}

/** Takes a page of rows newer than `newest`; `hold` keeps the list as it is. */
export function arrive(rows: Rows, page: UpdatePage, hold: boolean): Rows {
  const known = newest(rows) ?? -Infinity;
  const fresh = page.rows.filter((row) => row.seq > known);
  if (fresh.length === 0) return hold ? rows : letIn(rows);
  const behind = page.more ? [] : rows.waiting;
  // A page that did not reach back to what is known leaves a hole behind it.
  const gap = page.more || (rows.gap && rows.waiting.length > 0);
  const next: Rows = { ...rows, waiting: [...fresh, ...behind], gap };
  return hold ? trimWaiting(next) : letIn(next);
}

/** Lets the waiting rows into the list. Over a hole, the list starts anew from them. */
export function letIn(rows: Rows): Rows {
  if (rows.waiting.length === 0) return rows;
  if (rows.gap) return { shown: rows.waiting, waiting: [], gap: false, more: true };
  const shown = [...rows.waiting, ...rows.shown];
  if (shown.length <= KEEP) return { ...rows, shown, waiting: [] };
  return { shown: shown.slice(0, KEEP / 2), waiting: [], gap: false, more: true };
}

/** Adds a page of rows older than the last shown. */
export function older(rows: Rows, page: UpdatePage): Rows {
  const last = rows.shown.at(-1)?.seq ?? Infinity;
  return { ...rows, shown: [...rows.shown, ...page.rows.filter((row) => row.seq < last)], more: page.more };
}

/** The same rows in their places, with the results and pins that `fresh` has for them. */
export function renewed(rows: Rows, fresh: UpdateRow[]): Rows {
  const known = new Map(fresh.map((row) => [row.seq, row]));
  const isOther = (row: UpdateRow) => {
    const now = known.get(row.seq);
    return now !== undefined && (now.pinned !== row.pinned || JSON.stringify(now.delivery) !== JSON.stringify(row.delivery));
  };
  if (!rows.shown.some(isOther)) return rows;
  return { ...rows, shown: rows.shown.map((row) => (isOther(row) ? { ...row, ...known.get(row.seq) } : row)) };
}

/** The same rows, with one pinned or not. */
export function withPin(rows: Rows, seq: number, pinned: boolean): Rows {
  const row = rows.shown.find((each) => each.seq === seq);
  return row ? renewed(rows, [{ ...row, pinned }]) : rows;
}

function trimWaiting(rows: Rows): Rows {
  return rows.waiting.length <= KEEP ? rows : { ...rows, waiting: rows.waiting.slice(0, KEEP / 2), gap: true };
}

/** `12 new`, or `1,000+ new` over a hole. */
export function newWords(rows: Rows): string {
  return `${rows.waiting.length.toLocaleString("en")}${rows.gap ? "+" : ""} new`;
}
