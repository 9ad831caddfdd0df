// The whole inbox by places. The engine counts places from the newest, and every arrival moves
// them all; here rows have ranks, counted from the oldest, and an arrival moves none. A page that
// is fetched beside one in memory is joined to it by a row that both know, so that under arrivals
// no row is shown twice and none is left out.
import type { Store } from "../../../app/store";
import { toApiError } from "../../../backend/backend";
import type { BotId } from "../../../bindings/BotId";
import type { UpdateRow } from "../../../bindings/UpdateRow";
import { Pages, PAGE, pageOf } from "./pages";
import { Renewal } from "./renewal";
import { Source } from "./source";

/** Rows fetched at once of what arrived: a longer answer would be felt when it is read. */
const STEP = 250;
/** Steps to count what arrived, at the most; beyond, the engine's total says it. */
const STEPS = 20;
/** The least time between two readings while the reader leaps on, as with the bar: what is leapt over is not read. */
const LEAP_MS = 60;
/** Rows around a page that is to be joined to one below it: arrivals that are not counted yet. */
const SLACK = 150;

export class WholeList extends Source {
  private readonly pages = new Pages();
  /** One over the rank of the newest that is let in, and of the newest that is known. */
  private top = 0;
  private edge = 0;
  /** The rank of the oldest; it grows as old ones are removed. */
  private bottom = 0;
  private newestSeq = 0;
  private wanted: [number, number] | null = null;
  private fetching = false;
  private leaptAt = -Infinity;
  private leaping: ReturnType<typeof setTimeout> | undefined;
  private reading = false;
  private again = false;
  private readonly renewal: Renewal;

  constructor(
    private readonly store: Store,
    private readonly botId: BotId,
  ) {
    super();
    this.renewal = new Renewal(() => this.fetchSeen());
  }

  rankAt(index: number): number {
    return this.top - 1 - index;
  }

  indexOfRank(rank: number): number {
    return this.top - 1 - rank;
  }

  rowAt(index: number): UpdateRow | undefined {
    return this.pages.get(this.rankAt(index));
  }

  indexOf(seq: number): number {
    const rank = this.pages.rankOf(seq);
    return rank === null || rank >= this.top ? -1 : this.indexOfRank(rank);
  }

  /** How many rows are in memory. */
  get inMemory(): number {
    return this.pages.rows;
  }

  look(first: number, last: number): void {
    const [newest, oldest] = [this.rankAt(first), this.rankAt(last)];
    const isLeap = this.wanted !== null && (newest < this.wanted[0] || oldest > this.wanted[1]);
    this.wanted = [oldest, newest];
    this.pages.look(oldest, newest);
    this.renewal.look();
    if (!this.getState().ready) return;
    if (isLeap) this.leap();
    else void this.fetchWanted();
  }

  /** Reads what is there at once, and while more leaps follow what is there now and then. */
  private leap(): void {
    if (this.leaping !== undefined) return;
    const go = () => {
      this.leaping = undefined;
      this.leaptAt = performance.now();
      void this.fetchWanted();
    };
    const wait = this.leaptAt + LEAP_MS - performance.now();
    if (wait <= 0) go();
    else this.leaping = setTimeout(go, wait);
  }

  letIn(): void {
    this.top = this.edge;
    this.tell();
  }

  renew(): void {
    this.renewal.soon();
  }

  override stop(): void {
    clearTimeout(this.leaping);
    this.leaping = undefined;
    this.renewal.stop();
  }

  async fetchAt(index: number): Promise<UpdateRow | undefined> {
    const rank = this.rankAt(index);
    if (rank < this.bottom || rank >= this.top) return undefined;
    if (!this.pages.get(rank)) await this.fetchPage(pageOf(rank)).catch(() => {});
    return this.pages.get(rank);
  }

  async arrived(): Promise<void> {
    if (this.reading) {
      this.again = true;
      return;
    }
    this.reading = true;
    do {
      this.again = false;
      try {
        await (this.getState().ready ? this.readNewer() : this.readFirst());
        if (this.getState().error) this.set({ error: null });
      } catch (thrown) {
        this.set({ error: toApiError(thrown) });
      }
    } while (this.again);
    this.reading = false;
    if (this.wanted) void this.fetchWanted();
  }

  private async readFirst(): Promise<void> {
    const { rows, total } = await this.store.read("seek_updates", { bot_id: this.botId, place: 0, limit: PAGE });
    this.top = this.edge = Math.max(total, rows.length);
    this.newestSeq = rows[0]?.seq ?? 0;
    rows.forEach((row, i) => this.pages.put(this.top - 1 - i, row));
    this.set({ ready: true });
    this.tell();
  }

  /** Counts what is newer than all that is known, and gives it ranks. */
  private async readNewer(): Promise<void> {
    // The newest and how many there are, of one moment: what arrives while it is counted is for the next time.
    const { rows: first, total } = await this.store.read("seek_updates", { bot_id: this.botId, place: 0, limit: 1 });
    const newest = first[0]?.seq ?? 0;
    if (newest <= this.newestSeq) {
      // A pin, a note, or old ones that went.
      this.endAt(total, this.edge);
      this.renewal.soon();
      this.tell();
      return this.letInIfFree();
    }
    const fresh: UpdateRow[] = [];
    let before = newest + 1;
    let more = true;
    for (let step = 0; more && step < STEPS; step++) {
      const page: { rows: UpdateRow[]; more: boolean } = await this.store.read("list_updates", { bot_id: this.botId, before, after: this.newestSeq || null, limit: STEP });
      const rows = page.rows.filter((row) => row.seq > this.newestSeq);
      fresh.push(...rows);
      before = rows.at(-1)?.seq ?? before;
      more = page.more && rows.length > 0;
    }
    this.edge = more ? Math.max(this.edge + fresh.length, this.bottom + total) : this.edge + fresh.length;
    this.newestSeq = newest;
    this.endAt(total, this.edge);
    // Ranks first: what is put belongs below the new edge.
    fresh.slice(0, STEP).forEach((row, i) => this.pages.put(this.edge - 1 - i, row));
    if (!this.isHeld) this.top = this.edge;
    this.tell();
  }

  /** As many as the engine had once all below `edge` were known: the oldest are gone. Others that it counted end the list later, never sooner. */
  private endAt(total: number, edge: number): void {
    this.bottom = Math.max(this.bottom, edge - total);
    this.pages.dropBelow(this.bottom);
  }

  /** Fetches pages on screen that are missing, one after the other; those scrolled past meanwhile are given up. */
  private async fetchWanted(): Promise<void> {
    if (this.fetching) return;
    this.fetching = true;
    try {
      let last: number | null = null;
      // The same page twice: what was answered is not enough; what arrives or the next look asks again.
      for (let page = this.missing(); page !== null && page !== last && this.leaping === undefined; page = this.missing()) await this.fetchPage((last = page));
      if (this.getState().error) this.set({ error: null });
    } catch (thrown) {
      this.set({ error: toApiError(thrown) });
    } finally {
      this.fetching = false;
    }
  }

  private missing(): number | null {
    if (!this.wanted) return null;
    const [oldest, newest] = [Math.max(this.bottom, this.wanted[0]), Math.min(this.top - 1, this.wanted[1])];
    for (let rank = newest; rank >= oldest; rank--) if (!this.pages.get(rank)) return pageOf(rank);
    return null;
  }

  private async fetchPage(page: number): Promise<void> {
    const [oldest, newest] = [page * PAGE, Math.min((page + 1) * PAGE, this.edge) - 1];
    const above = this.pages.get(newest + 1);
    const wanted = newest - Math.max(oldest, this.bottom) + 1;
    if (above) {
      // One more than the page: the row that joins it to the page below.
      const { rows, more } = await this.store.read("list_updates", { bot_id: this.botId, before: above.seq, after: null, limit: wanted + 1 });
      this.take(newest, rows, wanted, !more);
    } else {
      const below = this.pages.get(oldest - 1);
      const place = this.edge - 1 - newest;
      const asked = below ? Math.max(0, place - SLACK) : place;
      const around = below || place < SLACK ? 2 * SLACK : 0;
      const [edgeThen, newestThen] = [this.edge, this.newestSeq];
      const found = await this.store.read("seek_updates", { bot_id: this.botId, place: asked, limit: wanted + 1 + around });
      this.endAt(found.total, edgeThen);
      // What arrived and is not counted here has no rank yet.
      const known = found.rows.filter((row) => row.seq <= newestThen);
      const uncounted = found.rows.length - known.length;
      const at = below ? known.findIndex((row) => row.seq === below.seq) : -1;
      // Without a row that both know, as the engine counts.
      const first = at >= 0 ? at - wanted : Math.max(0, edgeThen - 1 - newest - found.place - uncounted);
      if (below && at < 0) this.pages.keepOnly(page);
      this.take(newest, known.slice(Math.max(0, first)), wanted, found.place + found.rows.length >= found.total);
    }
  }

  /** Puts rows at a rank and below; the row after `wanted` joins them to the page below, and the last of all ends the list. */
  private take(newest: number, rows: UpdateRow[], wanted: number, isEnd: boolean): void {
    const mine = rows.slice(0, wanted);
    mine.forEach((row, i) => this.pages.put(newest - i, row));
    const below = newest - wanted;
    const [join, known] = [rows[wanted], this.pages.get(below)];
    if (join && known && known.seq !== join.seq) this.pages.drop(pageOf(below));
    // Old ones were removed meanwhile.
    if (isEnd && rows.length <= wanted) this.bottom = Math.max(this.bottom, newest - mine.length + 1);
    this.tell();
  }

  private async fetchSeen(): Promise<void> {
    if (!this.wanted) return;
    const [oldest, newest] = [Math.max(this.bottom, this.wanted[0]), Math.min(this.top - 1, this.wanted[1])];
    const first = this.pages.get(newest);
    if (!first) return;
    const page = await this.store.read("list_updates", { bot_id: this.botId, before: first.seq + 1, after: null, limit: Math.min(STEP, newest - oldest + 1) });
    for (const row of page.rows) {
      const rank = this.pages.rankOf(row.seq);
      if (rank !== null) this.pages.put(rank, row);
    }
    this.tell();
  }

  private tell(): void {
    this.set({ count: Math.max(0, this.top - this.bottom), waiting: this.edge - Math.max(this.top, this.bottom) });
  }
}
