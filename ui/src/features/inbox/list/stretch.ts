// A list higher than an element can be. Up to `MOST` its scroll bar is the browser's own measure;
// beyond, the bar is a map: a short way (a wheel, a key) moves the rows by as much, a long one (the
// bar dragged) moves to the place in proportion. Pure.

export const ROW = 30;
/** WebKit ends at 33,554,431 px, and places to the pixel up to half of that. */
export const MOST = 15_000_000;

export interface Stretch {
  /** Pixels from the first row, over all rows. */
  offset: number;
  /** Pixels that the element is scrolled by. */
  scrolled: number;
}

export const TOP: Stretch = { offset: 0, scrolled: 0 };

/** How high the element is. */
export const heightOf = (rows: number): number => Math.min(rows * ROW, MOST);

const lastOffset = (rows: number, view: number) => Math.max(0, rows * ROW - view);
const lastScrolled = (rows: number, view: number) => Math.max(0, heightOf(rows) - view);

/** Where the element must be scrolled to for that offset. */
export function scrolledFor(offset: number, rows: number, view: number): number {
  if (rows * ROW <= MOST) return offset;
  return (offset / lastOffset(rows, view)) * lastScrolled(rows, view);
}

/** At an offset, as near as the list allows. */
export function at(offset: number, rows: number, view: number): Stretch {
  const near = Math.min(Math.max(0, offset), lastOffset(rows, view));
  return { offset: near, scrolled: Math.round(scrolledFor(near, rows, view)) };
}

/** The element was scrolled from where it was. */
export function moved(from: Stretch, scrolled: number, rows: number, view: number): Stretch {
  if (rows * ROW <= MOST) return { offset: scrolled, scrolled };
  const end = lastScrolled(rows, view);
  if (scrolled <= 0) return { offset: 0, scrolled: 0 };
  if (scrolled >= end) return { offset: lastOffset(rows, view), scrolled: end };
  const by = scrolled - from.scrolled;
  const offset = Math.abs(by) <= 2 * view ? from.offset + by : (scrolled / end) * lastOffset(rows, view);
  return { offset: Math.min(Math.max(0, offset), lastOffset(rows, view)), scrolled };
}

/** By the shortest way to where a row is wholly in view. */
export function toShow(index: number, from: Stretch, rows: number, view: number): Stretch {
  const start = index * ROW;
  if (start < from.offset) return at(start, rows, view);
  if (start + ROW > from.offset + view) return at(start + ROW - view, rows, view);
  return from;
}
