// What is fetched again is mostly what was there before. Parts that are alike stay the very same
// objects, so that what shows them need not be drawn anew. Pure.

/** The next value, made of the parts of the one before wherever they are alike; the one before itself when all are. */
export function kept<T>(before: unknown, next: T): T {
  if (Object.is(before, next)) return next;
  if (!isObject(before) || !isObject(next) || Array.isArray(before) !== Array.isArray(next)) return next;
  const names = Object.keys(next);
  let isSame = names.length === Object.keys(before).length;
  const made: Parts = Array.isArray(next) ? ([] as unknown as Parts) : {};
  for (const name of names) {
    made[name] = kept(before[name], next[name]);
    isSame &&= name in before && made[name] === before[name];
  }
  return (isSame ? before : made) as T;
}

type Parts = Record<string, unknown>;

const isObject = (value: unknown): value is Parts => typeof value === "object" && value !== null;
