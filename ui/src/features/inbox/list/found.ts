// What a query finds, newest first, in chunks as the engine gives them: the list grows as it is
// scrolled. Chunks far from what is on screen are emptied, and filled again from where they began.
// What a query finds may change without an arrival: an update that was held is delivered, a pin is
// taken off. What is read is not moved by it; what is on screen is looked for anew once nobody reads.
import type { Store } from "../../../app/store";
import { toApiError } from "../../../backend/backend";
import type { BotId } from "../../../bindings/BotId";
import type { FoundUpdates } from "../../../bindings/FoundUpdates";
import type { UpdateRow } from "../../../bindings/UpdateRow";
import { hasFilter } from "../search/query";
import { Chunks, type Chunk } from "./chunks";
import { Renewal } from "./renewal";
import { Source } from "./source";

const PAGE = 100;
/** Rows in memory at the most, but for those on screen. */
export const MOST_ROWS = 2_000;
/** So many rows from the end of what is known, the next are fetched. */
const AHEAD = 40;
/** Rows of what is new and found, at the most, until they are let in. */
const NEWER = 500;
/** Pages that are looked through at the most to see what a chunk finds by now. */
const LOOKS = 5;
/** Looking through what arrived for longer than this is said. */
const LATE_MS = 300;

/** The answer to a question of before the list began again. */
class Overtaken extends Error {}

interface Between {
  rows: UpdateRow[];
  /** Where it goes on; null when all was looked through. */
  next: number | null;
}

export class FoundList extends Source {
  private readonly chunks = new Chunks();
  /** Where the next page begins. */
  private next: number | null = null;
  private seen: [number, number] | null = null;
  /** Newer ones, which wait. */
  private newer: UpdateRow[] = [];
  /** Those found so far of what has arrived, while it is looked through. */
  private coming: UpdateRow[] | null = null;
  private isLate = false;
  /** More wait than are kept aside. */
  private isOver = false;
  /** The newest of all updates that were looked through. */
  private lookedTo = 0;
  /** How many are found by now between those on screen, and when some are not any more. */
  private added = 0;
  private isChanged = false;
  /** Another number, another beginning. */
  private turn = 0;
  private reading = false;
  private again = false;
  private fetching = false;
  private stopped = false;
  private readonly renewal: Renewal;
  /** What it finds may change without an arrival. */
  private readonly canChange: boolean;

  constructor(
    private readonly store: Store,
    private readonly botId: BotId,
    readonly query: string,
  ) {
    super();
    this.canChange = hasFilter(query, ["status", "pinned", "note"]);
    this.renewal = new Renewal(() => this.renewSeen());
  }

  rankAt(index: number): number {
    return this.chunks.top - 1 - index;
  }

  indexOfRank(rank: number): number {
    return this.chunks.top - 1 - rank;
  }

  rowAt(index: number): UpdateRow | undefined {
    return this.chunks.rowAt(this.rankAt(index));
  }

  indexOf(seq: number): number {
    const rank = this.chunks.rankOf(seq);
    return rank === null ? -1 : this.indexOfRank(rank);
  }

  get inMemory(): number {
    return this.chunks.inMemory;
  }

  look(first: number, last: number): void {
    this.seen = [this.rankAt(last), this.rankAt(first)];
    this.renewal.look();
    if (this.getState().ready) void this.fetchWanted();
  }

  async fetchAt(index: number): Promise<UpdateRow | undefined> {
    const turn = this.turn;
    const chunk = this.chunks.of(this.rankAt(index));
    if (chunk && !chunk.rows) await this.fill(chunk).catch(() => {});
    return turn === this.turn ? this.rowAt(index) : undefined;
  }

  letIn(): void {
    // What was not looked through yet would be missing in between.
    if (this.isOver || this.coming || this.added > 0) return this.startAnew();
    this.chunks.prepend(this.newer, this.lookedTo + 1, PAGE);
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
        this.fail(thrown);
      }
    } while (this.again && !this.stopped);
    this.reading = false;
  }

  protected override letInIfFree(): void {
    if (this.isHeld || this.coming || !this.getState().ready) return;
    if (this.isChanged) {
      // It is looked for in its places, and needs no new beginning.
      this.renewal.soon();
      this.isChanged = false;
      this.added = 0;
      this.tell();
    }
    super.letInIfFree();
  }

  /** The answer, unless the list has begun again since it was asked for. */
  private async current<T>(answer: Promise<T>): Promise<T> {
    const turn = this.turn;
    const settled = await answer.then(
      (value) => () => value,
      (thrown: unknown) => () => {
        throw thrown;
      },
    );
    if (turn !== this.turn) throw new Overtaken();
    return settled();
  }

  private search(before: number | null, after: number | null, limit: number, query = this.query): Promise<FoundUpdates> {
    return this.current(this.store.read("search_updates", { bot_id: this.botId, query, before, after, limit }));
  }

  /** What is found between two updates, page by page: one that finds little, or nothing, may have a next. */
  private async between(before: number, after: number | null, most: number, looks = Infinity): Promise<Between> {
    const rows: UpdateRow[] = [];
    let next: number | null = before;
    for (let look = 0; next !== null && rows.length < most && look < looks; look++) {
      const page: FoundUpdates = await this.search(next, after, most - rows.length);
      rows.push(...page.rows);
      next = page.next_before;
    }
    return { rows, next };
  }

  /** The newest of all the bot's updates. */
  private async newest(): Promise<number> {
    const { rows } = await this.current(this.store.read("list_updates", { bot_id: this.botId, before: null, after: null, limit: 1 }));
    return rows[0]?.seq ?? 0;
  }

  private async readFirst(): Promise<void> {
    const newest = await this.newest();
    const page = await this.search(newest + 1, null, PAGE);
    this.lookedTo = newest;
    this.keepPlaces(() => {
      this.chunks.clear();
      this.append(page, newest + 1);
    });
    this.set({ ready: true, error: null });
    this.tell();
    void this.fetchWanted();
  }

  private async readNewer(): Promise<void> {
    if (!this.isOver) {
      const newest = await this.newest();
      if (newest > this.lookedTo) await this.catchUp(newest);
      // A pin, a note, or old ones that went.
      if (this.canChange || newest <= this.lookedTo) this.renewal.soon();
      if (this.getState().error) this.set({ error: null });
    }
    this.letInIfFree();
  }

  /** Looks through all that has arrived. */
  private async catchUp(newest: number): Promise<void> {
    this.coming = [];
    const late = setTimeout(() => {
      this.isLate = true;
      this.tell();
    }, LATE_MS);
    try {
      for (let before: number | null = newest + 1; before !== null; ) {
        const page: FoundUpdates = await this.search(before, this.lookedTo, PAGE);
        this.coming.push(...page.rows);
        before = page.next_before;
        if (this.stopped) return;
        this.isOver = this.newer.length + this.coming.length > NEWER;
        if (this.isOver) break;
        if (this.isLate) this.tell();
      }
      this.lookedTo = newest;
      this.newer = [...this.coming, ...this.newer].slice(0, NEWER);
      // What was looked through and found nothing waits for nobody.
      if (this.newer.length === 0) this.chunks.prepend([], newest + 1, PAGE);
    } finally {
      clearTimeout(late);
      this.isLate = false;
      this.coming = null;
      this.tell();
    }
  }

  /** From the newest on. What was there stays until that is here. */
  private startAnew(): void {
    this.turn++;
    this.newer = [];
    this.isOver = false;
    this.isChanged = false;
    this.added = 0;
    this.set({ ready: false, waiting: 0, waitingMore: false });
    void this.arrived();
  }

  private append(page: FoundUpdates, before: number): void {
    this.chunks.append(page.rows, before, page.next_before === null ? null : page.next_before - 1);
    this.next = page.next_before;
  }

  /** Fetches what is on screen and missing, and more at the end when it is near. */
  private async fetchWanted(): Promise<void> {
    if (this.fetching) return;
    this.fetching = true;
    try {
      // Nothing comes between seeing that there is nothing more to fetch and the end of it.
      for (let wanted = this.wanted(); wanted !== null; wanted = this.wanted()) {
        await this.fetch(wanted);
        this.chunks.trim(this.seen ? (this.seen[0] + this.seen[1]) / 2 : this.chunks.top, MOST_ROWS, this.onScreen());
        this.tell();
      }
      if (this.getState().error) this.set({ error: null });
    } catch (thrown) {
      this.fail(thrown);
    } finally {
      this.fetching = false;
    }
  }

  /** A chunk to be filled, or where the next page begins. */
  private wanted(): Chunk | number | null {
    if (!this.getState().ready || this.stopped) return null;
    return this.onScreen().find((chunk) => !chunk.rows) ?? (this.isNearEnd() ? this.next : null);
  }

  private async fetch(wanted: Chunk | number): Promise<void> {
    try {
      if (typeof wanted !== "number") return await this.fill(wanted);
      const page = await this.search(wanted, null, PAGE);
      if (this.next === wanted) this.append(page, wanted);
    } catch (thrown) {
      if (!(thrown instanceof Overtaken)) throw thrown;
    }
  }

  /** Has an emptied chunk again. It may find more or fewer by now: what is read stays where it is. */
  private async fill(chunk: Chunk): Promise<void> {
    const found = await this.between(chunk.before, chunk.after, chunk.length + PAGE);
    if (!this.chunks.has(chunk)) return;
    const read = this.firstRead();
    this.put(chunk, found);
    const at = read ? this.indexOf(read.seq) : -1;
    if (read && at >= 0) this.set({ moved: this.getState().moved + at - read.index });
  }

  private put(chunk: Chunk, { rows, next }: Between): void {
    this.keepPlaces(() => this.chunks.replace(chunk, rows, next));
    if (next !== null) this.next = next;
  }

  /** On screen are the same places as before, whatever ranks they have by now. */
  private keepPlaces(change: () => void): void {
    const { top } = this.chunks;
    change();
    const more = this.chunks.top - top;
    if (this.seen) this.seen = [this.seen[0] + more, this.seen[1] + more];
  }

  /** Says of what is on screen what became of it by now. */
  private async renewSeen(): Promise<void> {
    if (!this.getState().ready) return;
    let added = 0;
    for (const chunk of this.onScreen()) {
      if (!chunk.rows) continue;
      const { rows } = chunk;
      const found = this.canChange ? await this.between(chunk.before, chunk.after, chunk.length + PAGE, LOOKS) : null;
      if (!this.chunks.has(chunk)) continue;
      const isWhole = found !== null && (found.next === null || found.rows.length >= chunk.length + PAGE);
      if (found && isWhole && !this.isHeld) {
        this.put(chunk, found);
        continue;
      }
      const fresh = new Map(found?.rows.map((row) => [row.seq, row]));
      const gone = rows.filter((row) => !fresh.has(row.seq));
      for (const row of await this.byId(gone)) fresh.set(row.seq, row);
      this.chunks.renew(fresh);
      if (!found || !isWhole) continue;
      const known = new Set(rows.map((row) => row.seq));
      const more = found.rows.filter((row) => !known.has(row.seq)).length;
      this.isChanged ||= more > 0 || gone.length > 0;
      added += more;
    }
    this.added = this.isHeld ? added : 0;
    this.tell();
  }

  /** The same rows as they are by now, whatever the query says of them; on the screen, if there are too many. */
  private async byId(rows: UpdateRow[]): Promise<UpdateRow[]> {
    const wanted = rows.length <= PAGE ? rows : rows.filter((row) => this.isOnScreen(row)).slice(0, PAGE);
    const [first, last] = [wanted[0], wanted.at(-1)];
    if (!first || !last) return [];
    const page = await this.search(first.seq + 1, last.seq - 1, 500, `id:${wanted.map((row) => row.update_id).join(",")}`);
    return page.rows;
  }

  private isOnScreen({ seq }: UpdateRow): boolean {
    const rank = this.chunks.rankOf(seq);
    return rank !== null && this.seen !== null && rank >= this.seen[0] && rank <= this.seen[1];
  }

  /** The first row on screen that is here. */
  private firstRead(): { seq: number; index: number } | null {
    if (!this.seen) return null;
    for (let rank = this.seen[1]; rank >= this.seen[0]; rank--) {
      const row = this.chunks.rowAt(rank);
      if (row) return { seq: row.seq, index: this.indexOfRank(rank) };
    }
    return null;
  }

  /** Where nothing is shown yet, the newest. */
  private onScreen(): Chunk[] {
    const [oldest, newest] = this.seen ?? [this.chunks.top - 1, this.chunks.top - 1];
    return this.chunks.within(oldest, newest);
  }

  private isNearEnd(): boolean {
    const last = this.seen ? this.indexOfRank(this.seen[0]) : 0;
    return last + AHEAD >= this.chunks.count;
  }

  private fail(thrown: unknown): void {
    if (!(thrown instanceof Overtaken)) this.set({ error: toApiError(thrown) });
  }

  private tell(): void {
    this.set({ count: this.chunks.count, more: this.next !== null, waiting: this.newer.length + ((this.isLate && this.coming?.length) || 0) + this.added, waitingMore: this.isOver || this.isLate });
  }
}
