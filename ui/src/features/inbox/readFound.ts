import type { Store } from "../../app/store";
import type { SearchUpdates } from "../../bindings/SearchUpdates";
import type { UpdateRow } from "../../bindings/UpdateRow";

/** The engine gives no more at once. */
const PAGE = 500;

export interface Found {
  /** Newest first. */
  rows: UpdateRow[];
  /** There are others besides. */
  more: boolean;
}

/**
 * What a query finds, up to so many: page by page, as one may hold few of them, or none, and have a
 * next. Tells what it has so far, and gives up when nobody wants more of it.
 */
export async function readFound(store: Store, where: Omit<SearchUpdates, "limit">, most: number, wantsMore: (sofar: UpdateRow[]) => boolean): Promise<Found | null> {
  const rows: UpdateRow[] = [];
  let before: number | null = where.before;
  do {
    // One more than are wanted tells whether there are others.
    const page = await store.read("search_updates", { ...where, before, limit: Math.min(PAGE, most + 1 - rows.length) });
    rows.push(...page.rows);
    before = page.next_before;
    if (!wantsMore(rows.slice(0, most))) return null;
  } while (before !== null && rows.length <= most);
  return { rows: rows.slice(0, most), more: rows.length > most };
}
