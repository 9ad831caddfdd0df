// The entries of a history as they come in: newest first, none twice. Pure.
import type { HistoryEntry } from "../../bindings/HistoryEntry";
import type { HistoryPage } from "../../bindings/HistoryPage";

export interface Entries {
  shown: HistoryEntry[];
  /** Newer ones that wait while the reader is in the list. */
  waiting: HistoryEntry[];
  /** Whether there are earlier ones. */
  more: boolean;
}

export const NO_ENTRIES: Entries = { shown: [], waiting: [], more: false };

/** The newest page, read again. While `held`, what is new waits: nothing moves under the reader. */
export function newer(entries: Entries, page: HistoryPage, held: boolean): Entries {
  const known = entries.waiting[0]?.seq ?? entries.shown[0]?.seq ?? -1;
  const fresh = page.entries.filter((entry) => entry.seq > known);
  if (entries.shown.length === 0) return { shown: page.entries, waiting: [], more: page.more };
  // More is new than a page holds: what lies between is not here, so the list starts anew.
  if (fresh.length === page.entries.length && page.more) return held ? entries : { shown: page.entries, waiting: [], more: true };
  const waiting = [...fresh, ...entries.waiting];
  return held ? { ...entries, waiting } : { ...entries, shown: [...waiting, ...entries.shown], waiting: [] };
}

export function letIn(entries: Entries): Entries {
  return { ...entries, shown: [...entries.waiting, ...entries.shown], waiting: [] };
}

export function earlier(entries: Entries, page: HistoryPage): Entries {
  const last = entries.shown.at(-1)?.seq ?? Infinity;
  return { ...entries, shown: [...entries.shown, ...page.entries.filter((entry) => entry.seq < last)], more: page.more };
}
