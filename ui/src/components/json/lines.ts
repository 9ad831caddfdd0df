// What is asked of a body's lines: which are seen, where one is, what is found. Pure.
import { readable } from "./parse";
import { KIND, type Lines } from "./scan";

/** Containers this deep start folded to one line. */
export const OPEN_DEPTH = 2;
/** Lines that an element can be high enough for. */
const MOST_SEEN = 1_000_000;
const FOLDED_PARTS = 3;
const SHORT = 40;

export const isContainer = (lines: Lines, line: number): boolean => lines.kind[line] === KIND.object || lines.kind[line] === KIND.array;

/** Those that can be folded and are at least so deep. */
export function foldedFrom(lines: Lines, depth: number): Set<number> {
  const folded = new Set<number>();
  for (let line = 0; line < lines.count; line++) {
    if (isContainer(lines, line) && (lines.depth[line] ?? 0) >= depth && (lines.end[line] ?? -1) > line) folded.add(line);
  }
  return folded;
}

/** The lines outside of what is folded, in their order. */
export function seenLines(lines: Lines, folded: ReadonlySet<number>): Int32Array {
  const seen = new Int32Array(Math.min(lines.count, MOST_SEEN));
  let count = 0;
  for (let line = 0; line < lines.count && count < MOST_SEEN; line++) {
    seen[count++] = line;
    if (folded.has(line)) line = lines.end[line] ?? line;
  }
  return seen.subarray(0, count);
}

/** The key as it was sent, with its quotes; empty in an array. */
export const keyOf = (lines: Lines, line: number): string => lines.text.slice(Math.max(0, lines.keyFrom[line] ?? 0), Math.max(0, lines.keyTo[line] ?? 0));

/** The value as it was sent; of a container, all that is in it. */
export function valueOf(lines: Lines, line: number): string {
  const end = lines.end[line] ?? -1;
  const to = end < 0 ? (lines.problem ?? lines.text.length) : lines.to[end];
  return lines.text.slice(lines.from[line], to);
}

/** `message.entities[0].type`; a key that is no name goes in brackets. */
export function pathOf(lines: Lines, line: number): string {
  const parts: string[] = [];
  for (let at = line; at > 0; at = lines.parent[at] ?? -1) {
    const key = keyOf(lines, at);
    const name = readable(key).slice(1, -1);
    parts.push(key === "" ? `[${lines.at[at]}]` : /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? `.${name}` : `[${readable(key)}]`);
  }
  return parts.reverse().join("").replace(/^\./, "");
}

/** What a folded container is shown by: its first plain parts, and how many it has. */
export function foldedParts(lines: Lines, line: number): { parts: number[]; children: number } {
  const parts: number[] = [];
  let children = 0;
  const end = lines.end[line] ?? line;
  for (let child = line + 1; child < end; child = Math.max(child, lines.end[child] ?? child) + 1) {
    children++;
    const isPlain = !isContainer(lines, child) && lines.kind[child] !== KIND.empty && (lines.to[child] ?? 0) - (lines.from[child] ?? 0) < SHORT;
    if (isPlain && parts.length < FOLDED_PARTS) parts.push(child);
  }
  return { parts, children };
}

/** Whether a line's key or plain value has these words in it, as a person reads them. */
function has(lines: Lines, line: number, lower: string): boolean {
  if (lines.kind[line] === KIND.close) return false;
  const raw = isContainer(lines, line) ? keyOf(lines, line) : `${keyOf(lines, line)} ${lines.text.slice(lines.from[line], lines.to[line])}`;
  return (raw.includes("\\") ? readable(raw) : raw).toLowerCase().includes(lower);
}

/** Looks through all lines, a stretch at a time; each yields what was found so far. */
export function* findIn(lines: Lines, words: string, most = 1_000): Generator<number[], number[]> {
  const found: number[] = [];
  const lower = words.toLowerCase();
  for (let line = 0; line < lines.count && found.length < most; line++) {
    if (has(lines, line, lower)) found.push(line);
    if (line % 2_000 === 1_999) yield found;
  }
  return found;
}

/** The containers around a line, which must be open for it to be seen. */
export function around(lines: Lines, line: number): number[] {
  const open: number[] = [];
  for (let at = lines.parent[line] ?? -1; at >= 0; at = lines.parent[at] ?? -1) open.push(at);
  return open;
}
