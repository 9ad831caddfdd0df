// What a query finds, newest first, in chunks as the engine gives them: the list grows as it is
// scrolled. Chunks far from what is on screen are emptied, and filled again from where they began.
import type { Store } from "../../../app/store";
import { toApiError } from "../../../backend/backend";
import type { BotId } from "../../../bindings/BotId";
import type { FoundUpdates } from "../../../bindings/FoundUpdates";
import type { UpdateRow } from "../../../bindings/UpdateRow";
import { Renewal } from "./renewal";
import { Source } from "./source";

const PAGE = 100;
/** Rows in memory at the most, but for those on screen. */
export const MOST_ROWS = 2_000;
/** So many rows from the end of what is known, the next are fetched. */
const AHEAD = 40;
/** Rows of what is new and found, at the most, until they are let in. */
const NEWER = 500;

interface Chunk {
  /** The rank of its first row, which is its newest. */
  rank: number;
  length: number;
  /** Fetches it again. */
  before: number | null;
  rows: UpdateRow[] | null;
}

export class FoundList extends Source {
  /** Newest first. */
  private chunks: Chunk[] = [];
  /** One over the rank of the newest that is let in. */
  private top = 0;
  /** Where the next page begins. */
  private next: number | null = null;
  private seen: [number, number] | null = null;
  /** Newer ones, which wait. */
  private newer: UpdateRow[] = [];
  /** The newest of all updates that were looked through. */
  private lookedTo = 0;
  private reading = false;
  private again = false;
  private fetching = false;
  private stopped = false;
  private readonly renewal: Renewal;

  constructor(
    private readonly store: Store,
    private readonly botId: BotId,
    readonly query: string,
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
    const rank = this.rankAt(index);
    const chunk = this.chunkOf(rank);
    return chunk?.rows?.[chunk.rank - rank];
  }

  indexOf(seq: number): number {
    for (const chunk of this.chunks) {
      const at = chunk.rows?.findIndex((row) => row.seq === seq) ?? -1;
      if (at >= 0) return this.indexOfRank(chunk.rank - at);
    }
    return -1;
  }

  get inMemory(): number {
    return this.chunks.reduce((rows, chunk) => rows + (chunk.rows?.length ?? 0), 0);
  }

  look(first: number, last: number): void {
    this.seen = [this.rankAt(last), this.rankAt(first)];
    this.renewal.look();
    if (this.getState().ready) void this.fetchWanted();
  }

  async fetchAt(index: number): Promise<UpdateRow | undefined> {
    const chunk = this.chunkOf(this.rankAt(index));
    if (chunk && !chunk.rows) await this.fill(chunk).catch(() => {});
    return this.rowAt(index);
  }

  letIn(): void {
    if (this.getState().waitingMore) return this.startAnew();
    this.prepend(this.newer);
    this.newer = [];
    this.tell();
  }

  renew(): void {
    this.renewal.soon();
  }

  override stop(): void {
    this.stopped = true;
    this.renewal.stop();
  }

  async arrived(): Promise<void> {
    this.stopped = false;
    if (this.reading) {
      this.again = true;
      return;
    }
    this.reading = true;
    do {
      this.again = false;
      try {
        await (this.getState().ready ? this.readNewer() : this.readFirst());
      } catch (thrown) {
        this.set({ error: toApiError(thrown) });
      }
    } while (this.again && !this.stopped);
    this.reading = false;
  }

  private search(before: number | null, after: number | null, limit: number): Promise<FoundUpdates> {
    return this.store.read("search_updates", { bot_id: this.botId, query: this.query, before, after, limit });
  }

  /** The newest of all the bot's updates. */
  private async newest(): Promise<number> {
    const { rows } = await this.store.read("list_updates", { bot_id: this.botId, before: null, after: null, limit: 1 });
    return rows[0]?.seq ?? 0;
  }

  private async readFirst(): Promise<void> {
    this.lookedTo = await this.newest();
    const page = await this.search(this.lookedTo + 1, null, PAGE);
    this.append(page, this.lookedTo + 1);
    this.set({ ready: true, error: null });
    this.tell();
    void this.fetchWanted();
  }

  private async readNewer(): Promise<void> {
    const newest = await this.newest();
    if (newest > this.lookedTo && !this.getState().waitingMore) {
      const page = await this.search(newest + 1, this.lookedTo, PAGE);
      this.lookedTo = newest;
      this.newer = [...page.rows, ...this.newer];
      const more = page.next_before !== null || this.newer.length > NEWER;
      if (more) this.newer.length = Math.min(this.newer.length, NEWER);
      this.set({ waitingMore: more, error: null });
      this.tell();
    }
    this.letInIfFree();
  }

  /** More arrived than is kept aside: the list begins again with them. */
  private startAnew(): void {
    this.chunks = [];
    this.newer = [];
    this.next = null;
    this.top = 0;
    this.set({ ready: false, count: 0, waiting: 0, waitingMore: false });
    void this.arrived();
  }

  private prepend(rows: UpdateRow[]): void {
    const [first] = rows;
    if (!first) return;
    this.top += rows.length;
    this.chunks.unshift({ rank: this.top - 1, length: rows.length, before: first.seq + 1, rows });
  }

  private append(page: FoundUpdates, before: number | null): void {
    const last = this.chunks.at(-1);
    const rank = last ? last.rank - last.length : this.top - 1;
    if (page.rows.length > 0) this.chunks.push({ rank, length: page.rows.length, before, rows: page.rows });
    this.next = page.next_before;
  }

  /** Fetches what is on screen and missing, and more at the end when it is near. */
  private async fetchWanted(): Promise<void> {
    if (this.fetching) return;
    this.fetching = true;
    try {
      for (;;) {
        const empty = this.chunks.find((chunk) => !chunk.rows && this.isSeen(chunk));
        if (empty) await this.fill(empty);
        else if (this.next !== null && this.isNearEnd()) {
          const before = this.next;
          this.append(await this.search(before, null, PAGE), before);
        } else break;
        if (this.stopped) return;
        this.trim();
        this.tell();
      }
      if (this.getState().error) this.set({ error: null });
    } catch (thrown) {
      this.set({ error: toApiError(thrown) });
    } finally {
      this.fetching = false;
    }
  }

  /** A chunk keeps its places, whatever the query finds there by now. */
  private async fill(chunk: Chunk): Promise<void> {
    const page = await this.search(chunk.before, null, chunk.length);
    chunk.rows = page.rows.slice(0, chunk.length);
  }

  private async fetchSeen(): Promise<void> {
    for (const chunk of this.chunks) if (this.isSeen(chunk) && chunk.rows) await this.fill(chunk);
    this.tell();
  }

  private isSeen(chunk: Chunk): boolean {
    return this.seen !== null && chunk.rank >= this.seen[0] && chunk.rank - chunk.length < this.seen[1];
  }

  private isNearEnd(): boolean {
    const count = this.count();
    return count === 0 || this.seen === null || this.indexOfRank(this.seen[0]) + AHEAD >= count;
  }

  /** Empties the chunks that are farthest from the screen. */
  private trim(): void {
    const middle = this.seen ? (this.seen[0] + this.seen[1]) / 2 : this.top;
    const far = this.chunks.filter((chunk) => chunk.rows && !this.isSeen(chunk)).sort((one, other) => Math.abs(other.rank - middle) - Math.abs(one.rank - middle));
    for (const chunk of far) {
      if (this.inMemory <= MOST_ROWS) return;
      chunk.rows = null;
    }
  }

  private chunkOf(rank: number): Chunk | undefined {
    let [low, high] = [0, this.chunks.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const chunk = this.chunks[middle];
      if (!chunk) return undefined;
      if (rank > chunk.rank) high = middle - 1;
      else if (rank <= chunk.rank - chunk.length) low = middle + 1;
      else return chunk;
    }
    return undefined;
  }

  private count(): number {
    const last = this.chunks.at(-1);
    return last ? this.top - (last.rank - last.length + 1) : 0;
  }

  private tell(): void {
    this.set({ count: this.count(), waiting: this.newer.length, more: this.next !== null });
  }
}
