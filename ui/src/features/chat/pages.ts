// How what was read of a long list by pages is put together. Pure.

/** So many are read at once. */
export const PAGE = 60;

export interface Stretch<T> {
  /** Oldest first, without a gap. */
  items: readonly T[];
  /** There are older ones. */
  more: boolean;
}

type Id<T> = (item: T) => number;

/** The newest page laid over what is known; what is as it was stays the same object, and is not drawn again. */
export function withNewest<T>(known: Stretch<T>, page: Stretch<T>, id: Id<T>): Stretch<T> {
  const items = kept(known.items, page.items, id);
  const first = page.items[0];
  const last = known.items.at(-1);
  // The page is all there is; or more came than it holds, and what lies between is not known.
  if (!page.more || !first || !last || id(last) < id(first)) return { items, more: page.more };
  const older = known.items.filter((item) => id(item) < id(first));
  return { items: [...older, ...items], more: older.length === 0 ? page.more : known.more };
}

/** A page before what is known. */
export function withOlder<T>(known: Stretch<T>, page: Stretch<T>, id: Id<T>): Stretch<T> {
  const first = known.items[0];
  const before = first ? page.items.filter((item) => id(item) < id(first)) : page.items;
  return { items: [...before, ...known.items], more: page.more };
}

/** What is on the screen, read again: edits and votes also happen to old messages. */
export function renewed<T>(known: Stretch<T>, page: readonly T[], id: Id<T>): Stretch<T> {
  const fresh = new Map(kept(known.items, page, id).map((item) => [id(item), item]));
  return { ...known, items: known.items.map((item) => fresh.get(id(item)) ?? item) };
}

/** Back at the newest, the far past is let go. */
export function trimmed<T>(known: Stretch<T>): Stretch<T> {
  return known.items.length <= 3 * PAGE ? known : { items: known.items.slice(-PAGE), more: true };
}

function kept<T>(known: readonly T[], page: readonly T[], id: Id<T>): T[] {
  const before = new Map(known.map((item) => [id(item), item]));
  return page.map((item) => {
    const was = before.get(id(item));
    return was && same(was, item) ? was : item;
  });
}

/** Whether two values that came as JSON say the same. */
export function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => same((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]));
}
