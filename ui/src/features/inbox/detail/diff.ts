// Two bodies side by side: which values are the same, changed, gone or new. Objects are compared by
// their keys in any order, arrays by their places. Pure.
import { pretty, type JsonNode } from "../../../components/json/parse";

export type Change = "same" | "changed" | "gone" | "new" | "inside";

export interface DiffRow {
  depth: number;
  key: string | null;
  change: Change;
  /** As text; null where there is none on that side, or where what is inside follows. */
  left: string | null;
  right: string | null;
}

const children = (node: JsonNode): { key: string; value: JsonNode }[] | null => {
  if (node.kind === "object") return node.entries;
  if (node.kind === "array") return node.items.map((value, i) => ({ key: `[${i}]`, value }));
  return null;
};

/** The same whatever the order of keys is. */
export function same(one: JsonNode, other: JsonNode): boolean {
  if ("raw" in one || "raw" in other) return "raw" in one && "raw" in other && one.raw === other.raw;
  const [mine, theirs] = [children(one) ?? [], children(other) ?? []];
  if (one.kind !== other.kind || mine.length !== theirs.length) return false;
  const byKey = new Map(theirs.map(({ key, value }) => [key, value]));
  return mine.every(({ key, value }) => {
    const its = byKey.get(key);
    return its !== undefined && same(value, its);
  });
}

/** Row by row, in the order of the left; what is new on the right comes after. */
export function diff(left: JsonNode, right: JsonNode, depth = 0, key: string | null = null): DiffRow[] {
  if (same(left, right)) return [{ depth, key, change: "same", left: brief(left), right: brief(right) }];
  const [mine, theirs] = [children(left), children(right)];
  if (!mine || !theirs || left.kind !== right.kind) return [{ depth, key, change: "changed", left: whole(left), right: whole(right) }];
  const byKey = new Map(theirs.map((entry) => [entry.key, entry.value]));
  const rows: DiffRow[] = [{ depth, key, change: "inside", left: null, right: null }];
  for (const entry of mine) {
    const its = byKey.get(entry.key);
    byKey.delete(entry.key);
    if (its) rows.push(...diff(entry.value, its, depth + 1, entry.key));
    else rows.push({ depth: depth + 1, key: entry.key, change: "gone", left: whole(entry.value), right: null });
  }
  for (const [name, value] of byKey) rows.push({ depth: depth + 1, key: name, change: "new", left: null, right: whole(value) });
  return rows;
}

const MOST = 2_000;
const cut = (text: string) => (text.length > MOST ? `${text.slice(0, MOST)}…` : text);
const whole = (node: JsonNode): string => cut(pretty(node));

/** What is the same needs no lines of its own. */
function brief(node: JsonNode): string {
  if ("raw" in node) return cut(node.raw);
  const size = children(node)?.length ?? 0;
  if (size === 0) return node.kind === "object" ? "{}" : "[]";
  return node.kind === "object" ? `{ … ${size} }` : `[ … ${size} ]`;
}
