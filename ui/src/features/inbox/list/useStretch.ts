import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useRef, type RefObject } from "react";
import { at, heightOf, moved, ROW, toShow, type Stretch } from "./stretch";

/** Rows that the virtualiser measures: a stretch around the place, and not a million. */
const STEP = 1_000;
const SPAN = 3 * STEP;
const REST_MS = 150;
/** Rows drawn beyond what is in view, on either side. */
export const OVERSCAN = 12;

export interface Place {
  /** The rows to draw. */
  items: { index: number; top: number }[];
  height: number;
  /** Rows from the first, in pixels. */
  offset: () => number;
  /** The first row in view, and how many fit. */
  view: () => { first: number; rows: number };
  /** Brings a row into view by the shortest way. */
  show: (index: number) => void;
  /** To that offset. */
  to: (offset: number) => void;
}

/** The rows of a list that are drawn, however long it is. */
export function useStretch(box: RefObject<HTMLDivElement | null>, rows: number, start: number, onMove: (offset: number) => void): Place {
  const place = useRef<Stretch | null>(null);
  const tell = useRef<(offset: number) => void>(() => {});
  const count = useRef(rows);
  count.current = rows;
  const heard = useRef(onMove);
  heard.current = onMove;
  place.current ??= at(start, rows, 0);

  const view = () => box.current?.clientHeight ?? 0;
  const put = (next: Stretch) => {
    place.current = next;
    if (box.current && box.current.scrollTop !== next.scrolled) box.current.scrollTop = next.scrolled;
    tell.current(next.offset);
    heard.current(next.offset);
  };
  const now = (): Stretch => place.current ?? at(0, rows, 0);

  const observe = (_: Virtualizer<HTMLDivElement, Element>, told: (offset: number, isScrolling: boolean) => void) => {
    const element = box.current;
    if (!element) return;
    let rest: ReturnType<typeof setTimeout> | undefined;
    tell.current = (offset) => told(offset, false);
    told(now().offset, false);
    const scrolled = () => {
      const to = Math.round(element.scrollTop);
      if (to !== now().scrolled) place.current = moved(now(), to, count.current, element.clientHeight);
      told(now().offset, true);
      heard.current(now().offset);
      clearTimeout(rest);
      // Where the bar is a map, wheels make it drift from the place; it is put right at rest.
      rest = setTimeout(() => put(at(now().offset, count.current, element.clientHeight)), REST_MS);
    };
    element.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      clearTimeout(rest);
      element.removeEventListener("scroll", scrolled);
    };
  };

  const base = Math.max(0, (Math.floor(now().offset / ROW / STEP) - 1) * STEP);
  const virtual = useVirtualizer<HTMLDivElement, Element>({
    count: Math.max(0, Math.min(rows - base, SPAN)),
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    scrollMargin: base * ROW,
    overscan: OVERSCAN,
    initialOffset: start,
    observeElementOffset: observe,
    // The place is put by this hook alone.
    scrollToFn: () => {},
  });

  // The list became longer or shorter: the same rows stay.
  useLayoutEffect(() => {
    const next = at(now().offset, rows, view());
    if (next.offset !== now().offset || next.scrolled !== box.current?.scrollTop) put(next);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [rows]);

  const { offset, scrolled } = now();
  return {
    items: virtual.getVirtualItems().map((item) => ({ index: base + item.index, top: item.start - (offset - scrolled) })),
    height: heightOf(rows),
    offset: () => now().offset,
    view: () => ({ first: Math.ceil(now().offset / ROW), rows: Math.max(1, Math.floor(view() / ROW)) }),
    show: (index) => put(toShow(index, now(), count.current, view())),
    to: (to) => put(at(to, count.current, view())),
  };
}
