// Rows by rank, in pages, of which the least recently used are dropped. A row's rank counts from
// the oldest, so that what arrives moves no row.
import type { UpdateRow } from "../../../bindings/UpdateRow";

export const PAGE = 100;
/** Pages in memory at the most: 3,000 rows. */
export const KEPT = 30;

export const pageOf = (rank: number): number => Math.floor(rank / PAGE);

type Slots = (UpdateRow | undefined)[];

export class Pages {
  /** In the order of their last use. */
  private readonly pages = new Map<number, Slots>();
  /** Pages that are on screen: never dropped. */
  private pinned: [number, number] = [0, -1];

  get(rank: number): UpdateRow | undefined {
    return this.pages.get(pageOf(rank))?.[rank - pageOf(rank) * PAGE];
  }

  put(rank: number, row: UpdateRow): void {
    const page = pageOf(rank);
    const slots: Slots = this.pages.get(page) ?? new Array<UpdateRow | undefined>(PAGE).fill(undefined);
    slots[rank - page * PAGE] = row;
    this.touch(page, slots);
  }

  /** Says which ranks are on screen. */
  look(oldest: number, newest: number): void {
    this.pinned = [pageOf(oldest), pageOf(newest)];
    for (let page = this.pinned[0]; page <= this.pinned[1]; page++) {
      const slots = this.pages.get(page);
      if (slots) this.touch(page, slots);
    }
  }

  drop(page: number): void {
    this.pages.delete(page);
  }

  /** Nothing is left of what is older than that rank; a page that it is in stays. */
  dropBelow(rank: number): void {
    for (const each of [...this.pages.keys()]) if (each < pageOf(rank)) this.pages.delete(each);
  }

  /** Everything is forgotten but one page. */
  keepOnly(page: number): void {
    for (const each of [...this.pages.keys()]) if (each !== page) this.pages.delete(each);
  }

  rankOf(seq: number): number | null {
    for (const [page, slots] of this.pages) {
      for (let slot = 0; slot < PAGE; slot++) if (slots[slot]?.seq === seq) return page * PAGE + slot;
    }
    return null;
  }

  /** How many rows are in memory. */
  get rows(): number {
    let rows = 0;
    for (const slots of this.pages.values()) for (const row of slots) if (row) rows++;
    return rows;
  }

  private touch(page: number, slots: Slots): void {
    this.pages.delete(page);
    this.pages.set(page, slots);
    if (this.pages.size <= KEPT) return;
    for (const each of this.pages.keys()) {
      if (each >= this.pinned[0] && each <= this.pinned[1]) continue;
      this.pages.delete(each);
      return;
    }
  }
}
