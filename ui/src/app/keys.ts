import { useEffect, useRef } from "react";

function isEditable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** How long the first key of a pair such as `g i` waits for the second. */
const PAIR_MS = 1200;

/**
 * Keys for as long as the component is shown: `j`, `Escape`, or a pair as `g i`. A handler that
 * returns false did not want the key. Typing in a field is left alone, except Escape.
 */
export function useKeys(keys: Record<string, () => void | boolean>, active = true): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    if (!active) return;
    let first: { key: string; at: number } | null = null;
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isEditable(event.target) && event.key !== "Escape") return;
      // Enter on a button presses the button.
      if (event.key === "Enter" && event.target instanceof HTMLElement && event.target.closest("button, a, summary")) return;
      const pair = first && event.timeStamp - first.at < PAIR_MS ? `${first.key} ${event.key}` : null;
      first = null;
      const handler = (pair ? latest.current[pair] : undefined) ?? latest.current[event.key];
      if (handler) {
        if (handler() !== false) event.preventDefault();
      } else if (Object.keys(latest.current).some((key) => key.startsWith(`${event.key} `))) {
        first = { key: event.key, at: event.timeStamp };
      }
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [active]);
}
