// How much of a bot's updates is kept, as its form holds it. Pure.
import type { Retention } from "../../bindings/Retention";
import type { RetentionView } from "../../bindings/RetentionView";
import { bytes, count } from "../../components/time";

const GIB = 2 ** 30;

/** In the units of the fields; empty is no limit. */
export interface KeepDraft {
  updates: string;
  days: string;
  gib: string;
}

const text = (n: number | null) => (n === null ? "" : String(Number(n.toFixed(3))));
const number = (typed: string) => (typed.trim() === "" ? null : Number(typed));

export function keepDraftOf({ max_updates, max_days, max_bytes }: Retention): KeepDraft {
  return { updates: text(max_updates), days: text(max_days), gib: text(max_bytes === null ? null : max_bytes / GIB) };
}

export function retentionOf({ updates, days, gib }: KeepDraft): Retention {
  const size = number(gib);
  return { max_updates: number(updates), max_days: number(days), max_bytes: size === null ? null : Math.round(size * GIB) };
}

/** What is stored now. */
export function storedWords({ updates, bytes: size, pinned, delivery_bytes }: RetentionView): string {
  if (updates === 0) return "Nothing is stored yet.";
  const answers = delivery_bytes > 0 ? ` Their deliveries take ${bytes(delivery_bytes)}.` : "";
  return `${count(updates, "update")} stored, ${bytes(size)}${pinned > 0 ? `, ${pinned.toLocaleString("en")} of them pinned` : ""}.${answers}`;
}

/** How many stored updates new limits would remove, as far as their number tells. */
export function removedWords(view: RetentionView, wanted: Retention): string | null {
  const over = wanted.max_updates === null ? 0 : Math.max(0, view.updates - view.pinned - wanted.max_updates);
  if (over > 0) return `The oldest ${count(over, "update")} will be removed, and that cannot be undone.`;
  const isLess = (next: number | null, now: number | null) => next !== null && (now === null || next < now);
  const { limits } = view;
  return isLess(wanted.max_days, limits.max_days) || isLess(wanted.max_bytes, limits.max_bytes) ? "What is beyond these limits will be removed, and that cannot be undone." : null;
}
