// Small changes to a query as it is written. The engine alone reads queries; here only the words
// between spaces count, and quotes hold words together. Pure.

/** The words of a query; what is in quotes is part of its word. */
export function words(query: string): string[] {
  return query.match(/(?:"(?:[^"\\]|\\.)*"?|[^\s"])+/g) ?? [];
}

const isPlain = (value: string) => /^[^\s",:\\]+$/.test(value);

/** A value as a filter takes it. */
export const quoted = (value: string): string => (isPlain(value) ? value : `"${value.replace(/["\\]/g, "\\$&")}"`);

/** The query with this filter, in place of one of the same name. */
export function withFilter(query: string, name: string, value: string | number): string {
  const others = words(query).filter((word) => !word.startsWith(`${name}:`));
  return [...others, `${name}:${typeof value === "number" ? value : quoted(value)}`].join(" ");
}

/** Whether one of these filters is in it, also in what it rules out. */
export function hasFilter(query: string, names: readonly string[]): boolean {
  return words(query).some((word) => names.includes(/^-?([a-z]+):/i.exec(word)?.[1]?.toLowerCase() ?? ""));
}

/** How much two texts have in common at their start. */
export function commonStart(one: string, other: string): number {
  const end = Math.min(one.length, other.length);
  let at = 0;
  while (at < end && one[at] === other[at]) at++;
  return at;
}
