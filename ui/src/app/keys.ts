// Keys go to the topmost thing that wants them: what floats, then a question, a form, the page.
import { useEffect, useRef } from "react";

function isEditable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** How long the first key of a pair such as `g i` waits for the second. */
const PAIR_MS = 1200;

const LEVELS = ["page", "form", "question", "floating"] as const;
export type Level = (typeof LEVELS)[number];

/** By key: `j`, `Escape`, or a pair as `g i`. A handler that returns false did not want the key. */
export type Keys = Record<string, (event: KeyboardEvent) => void | boolean>;

interface Layer {
  level: number;
  keys: { current: Keys };
}

/** Topmost first. */
let layers: Layer[] = [];
let first: { key: string; at: number } | null = null;

function press(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  // Typing in a field is left alone, except Escape.
  if (isEditable(event.target) && event.key !== "Escape") return;
  // Enter on a button presses the button.
  if (event.key === "Enter" && event.target instanceof HTMLElement && event.target.closest("button, a, summary")) return;
  const pair = first && event.timeStamp - first.at < PAIR_MS ? `${first.key} ${event.key}` : null;
  first = null;
  if ((pair && offer(pair, event)) || offer(event.key, event)) return;
  if (layers.some((layer) => Object.keys(layer.keys.current).some((key) => key.startsWith(`${event.key} `)))) first = { key: event.key, at: event.timeStamp };
}

function offer(key: string, event: KeyboardEvent): boolean {
  // A handler may take its own layer away.
  for (const layer of [...layers]) {
    const handler = layer.keys.current[key];
    if (!handler || handler(event) === false) continue;
    event.preventDefault();
    return true;
  }
  return false;
}

/** Keys for as long as the component is shown. On one level, what was shown last comes first. */
export function useKeys(keys: Keys, level: Level = "page"): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const layer: Layer = { level: LEVELS.indexOf(level), keys: latest };
    if (layers.length === 0) window.addEventListener("keydown", press);
    layers = [layer, ...layers].sort((one, other) => other.level - one.level);
    return () => {
      layers = layers.filter((each) => each !== layer);
      if (layers.length === 0) window.removeEventListener("keydown", press);
    };
  }, [level]);
}
