import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";

/** So near to the end counts as at the end. */
const NEAR = 32;

interface Wanted {
  box: RefObject<HTMLElement | null>;
  /** The children that keep their place, each with `data-key`. */
  items: string;
  /** Near the beginning. */
  onTop?: () => void;
  /** The last one on the screen; none at the end. */
  onLook?: (key: string | null) => void;
}

export interface Stick {
  atEnd: boolean;
  toEnd: () => void;
  onScroll: () => void;
}

/**
 * A list that grows at its end: at the end it stays at the end, and anywhere else what is read stays
 * in its place, whatever comes before or after it.
 */
export function useStick({ box, items, onTop, onLook }: Wanted): Stick {
  const [atEnd, setAtEnd] = useState(true);
  const stuck = useRef(true);
  const anchor = useRef<{ key: string; top: number } | null>(null);
  const latest = useRef({ onTop, onLook });
  latest.current = { onTop, onLook };

  const settle = useCallback(() => {
    const element = box.current;
    if (!element) return;
    if (stuck.current) element.scrollTop = element.scrollHeight;
    else if (anchor.current) {
      const item = element.querySelector<HTMLElement>(`${items}[data-key="${anchor.current.key}"]`);
      const moved = item ? topIn(element, item) - anchor.current.top : 0;
      if (moved !== 0) element.scrollTop += moved;
    }
  }, [box, items]);

  // What was drawn may be higher or lower than before; before it is painted, all is in its place again.
  useLayoutEffect(settle);

  useEffect(() => {
    const element = box.current;
    if (!element || typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(settle);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, [box, settle]);

  const onScroll = () => {
    const element = box.current;
    if (!element) return;
    const end = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    stuck.current = end;
    if (end !== atEnd) setAtEnd(end);
    const seen = [...element.querySelectorAll<HTMLElement>(items)].filter((item) => {
      const top = topIn(element, item);
      return top + item.offsetHeight > 0 && top < element.clientHeight;
    });
    const first = seen[0];
    anchor.current = first ? { key: first.dataset["key"] ?? "", top: topIn(element, first) } : null;
    latest.current.onLook?.(end ? null : (seen.at(-1)?.dataset["key"] ?? null));
    if (element.scrollTop < 2 * element.clientHeight) latest.current.onTop?.();
  };

  const toEnd = () => {
    stuck.current = true;
    setAtEnd(true);
    settle();
  };
  return { atEnd, toEnd, onScroll };
}

const topIn = (box: HTMLElement, item: HTMLElement) => item.offsetTop - box.scrollTop;
