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
  if (one.kind === "array" || other.kind === "array") return one.kind === "array" && other.kind === "array" && one.items.length === other.items.length && one.items.every((item, i) => isSame(item, other.items[i]));
  if (one.entries.length !== other.entries.length) return false;
  // Mostly the order is the same too, and nothing is to be looked for.
  const byKey = one.entries.every(({ key }, i) => key === other.entries[i]?.key) ? null : new Map(other.entries.map(({ key, value }) => [key, value]));
  return one.entries.every(({ key, value }, i) => isSame(value, byKey ? byKey.get(key) : other.entries[i]?.value));
}

const isSame = (one: JsonNode, other: JsonNode | undefined) => other !== undefined && same(one, other);

/** Row by row, in the order of the left; what is new on the right comes after. */
export function diff(left: JsonNode, right: JsonNode): DiffRow[] {
  const rows: DiffRow[] = [];
  put(rows, left, right, 0, null);
  return rows;
}

/** Row after row, as there may be more of them than a call takes arguments. */
function put(rows: DiffRow[], left: JsonNode, right: JsonNode, depth: number, key: string | null): void {
  if (same(left, right)) return void rows.push({ depth, key, change: "same", left: brief(left), right: brief(right) });
  const [mine, theirs] = [children(left), children(right)];
  if (!mine || !theirs || left.kind !== right.kind) return void rows.push({ depth, key, change: "changed", left: whole(left), right: whole(right) });
  const byKey = new Map(theirs.map((entry) => [entry.key, entry.value]));
  rows.push({ depth, key, change: "inside", left: null, right: null });
  for (const entry of mine) {
    const its = byKey.get(entry.key);
    byKey.delete(entry.key);
    if (its) put(rows, entry.value, its, depth + 1, entry.key);
    else rows.push({ depth: depth + 1, key: entry.key, change: "gone", left: whole(entry.value), right: null });
  }
  for (const [name, value] of byKey) rows.push({ depth: depth + 1, key: name, change: "new", left: null, right: whole(value) });
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
