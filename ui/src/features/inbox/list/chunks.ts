// What a query finds, in pieces as they were asked for. Each knows between which updates it looked, so
// that it can be asked for again; together they cover all that was looked through, without a gap.
import type { UpdateRow } from "../../../bindings/UpdateRow";

/** A piece; another one takes its place when it changes, and never itself: an answer for one that is gone is known by it. */
export interface Chunk {
  /** The rank of its first row, which is its newest; where it has none, of the first row below. */
  readonly rank: number;
  readonly length: number;
  /** It is of the updates before this one. */
  readonly before: number;
  /** And after this one; null for all that are older. */
  readonly after: number | null;
  /** Null while they are not in memory. */
  readonly rows: UpdateRow[] | null;
}

export class Chunks {
  /** Newest first. */
  private all: Chunk[] = [];
  /** One over the rank of the newest. */
  top = 0;

  /** How many places there are. */
  get count(): number {
    const last = this.all.at(-1);
    return last ? this.top - 1 - last.rank + last.length : 0;
  }

  get inMemory(): number {
    return this.all.reduce((rows, chunk) => rows + (chunk.rows?.length ?? 0), 0);
  }

  rowAt(rank: number): UpdateRow | undefined {
    const chunk = this.of(rank);
    return chunk?.rows?.[chunk.rank - rank];
  }

  rankOf(seq: number): number | null {
    for (const chunk of this.all) {
      const at = chunk.rows?.findIndex((row) => row.seq === seq) ?? -1;
      if (at >= 0) return chunk.rank - at;
    }
    return null;
  }

  has(chunk: Chunk): boolean {
    return this.all.includes(chunk);
  }

  /** Those with a place from one rank to another, and empty ones between or beside them. */
  within(oldest: number, newest: number): Chunk[] {
    return this.all.filter((chunk) => chunk.rank >= oldest - (chunk.length === 0 ? 1 : 0) && chunk.rank - chunk.length < newest + (chunk.length === 0 ? 1 : 0));
  }

  /** The one that a rank is in. */
  of(rank: number): Chunk | undefined {
    let [low, high] = [0, this.all.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const chunk = this.all[middle];
      if (!chunk) return undefined;
      if (rank > chunk.rank) high = middle - 1;
      else if (rank <= chunk.rank - chunk.length) low = middle + 1;
      else return chunk;
    }
    return undefined;
  }

  clear(): void {
    this.all = [];
    this.top = 0;
  }

  /** Older ones, below all that are here. */
  append(rows: UpdateRow[], before: number, after: number | null): void {
    const last = this.all.at(-1);
    if (last && rows.length === 0) {
      this.all[this.all.length - 1] = { ...last, after };
      return;
    }
    const rank = last ? last.rank - last.length : this.top - 1;
    this.all.push({ rank, length: rows.length, before, after, rows });
  }

  /** Newer ones, above all that are here; a few of them join those that are there. */
  prepend(rows: UpdateRow[], before: number, most: number): void {
    const [first] = this.all;
    this.top += rows.length;
    const rank = this.top - 1;
    if (first?.rows && first.length + rows.length <= most) this.all[0] = { ...first, rank, length: first.length + rows.length, before, rows: [...rows, ...first.rows] };
    else if (first && rows.length === 0) this.all[0] = { ...first, before };
    else this.all.unshift({ rank, length: rows.length, before, after: first ? first.before - 1 : null, rows });
  }

  /** Puts others in the place of a piece's rows; the ranks of older ones stay. What is not looked through any more goes, with all that is older. */
  replace(chunk: Chunk, rows: UpdateRow[], next: number | null): void {
    const at = this.all.indexOf(chunk);
    if (at < 0) return;
    const more = rows.length - chunk.length;
    if (next !== null) this.all.length = at + 1;
    this.all[at] = { ...chunk, length: rows.length, rank: chunk.rank + more, after: next === null ? chunk.after : next - 1, rows };
    if (more === 0) return;
    this.top += more;
    for (let i = 0; i < at; i++) {
      const newer = this.all[i];
      if (newer) this.all[i] = { ...newer, rank: newer.rank + more };
    }
  }

  /** Puts what is known by now of rows in their places. */
  renew(rows: ReadonlyMap<number, UpdateRow>): void {
    this.all = this.all.map((chunk) => (chunk.rows?.some((row) => rows.has(row.seq)) ? { ...chunk, rows: chunk.rows.map((row) => rows.get(row.seq) ?? row) } : chunk));
  }

  /** Empties those that are farthest from a rank, but for some, until no more rows are in memory than that. */
  trim(middle: number, most: number, spared: readonly Chunk[]): void {
    let over = this.inMemory - most;
    if (over <= 0) return;
    const far = this.all.filter((chunk) => chunk.rows && chunk.length > 0 && !spared.includes(chunk)).sort((one, other) => Math.abs(other.rank - middle) - Math.abs(one.rank - middle));
    for (const chunk of far) {
      if (over <= 0) return;
      over -= chunk.length;
      this.all[this.all.indexOf(chunk)] = { ...chunk, rows: null };
    }
  }
}
