import { useEffect, useSyncExternalStore } from "react";
import { useStore, type Store } from "../../app/store";
import { concerns } from "../../app/useRead";
import { toApiError } from "../../backend/backend";
import type { ApiError } from "../../bindings/ApiError";
import type { BotId } from "../../bindings/BotId";
import { arrive, letIn, newest, NO_ROWS, older, renewed, withPin, type Rows } from "./rows";

const PAGE = 200;
const RENEW_MS = 500;

export interface FeedState {
  rows: Rows;
  /** The first page is here. */
  ready: boolean;
  loadingOlder: boolean;
  error: ApiError | null;
}

/** One bot's inbox, kept while the window is open, so that coming back finds it as it was left. */
export class Feed {
  private state: FeedState = { rows: NO_ROWS, ready: false, loadingOlder: false, error: null };
  private readonly watchers = new Set<() => void>();
  private running = false;
  private again = false;
  /** Whether the list must hold still: the reader is in it. */
  private held = false;
  scrollTop = 0;
  /** The rows on screen, first and last. */
  private seen: { first: number; last: number; rows: number } | null = null;
  /** Whether deliveries went on since the first page: what is scrolled to may have another result by now. */
  private delivered = false;
  private renewing: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly store: Store,
    private readonly botId: BotId,
  ) {}

  readonly getState = (): FeedState => this.state;

  readonly subscribe = (tell: () => void): (() => void) => {
    this.watchers.add(tell);
    return () => this.watchers.delete(tell);
  };

  hold(held: boolean): void {
    this.held = held;
    if (!held && this.state.rows.waiting.length > 0) this.letIn();
  }

  letIn(): void {
    this.set({ rows: letIn(this.state.rows) });
  }

  /** Fetches what is newer; calls during a fetch become one more. */
  async fetchNewer(): Promise<void> {
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    do {
      this.again = false;
      await this.fetchOnce();
    } while (this.again);
    this.running = false;
  }

  private async fetchOnce(): Promise<void> {
    const after = this.state.ready ? newest(this.state.rows) : null;
    try {
      const page = await this.store.read("list_updates", { bot_id: this.botId, before: null, after, limit: PAGE });
      const rows = after === null ? { ...NO_ROWS, shown: page.rows, more: page.more } : arrive(this.state.rows, page, this.held);
      this.set({ rows, ready: true, error: null });
    } catch (thrown) {
      this.set({ error: toApiError(thrown) });
    }
  }

  /** The reader pinned one, or let it go again. */
  pinned(seq: number, pinned: boolean): void {
    this.set({ rows: withPin(this.state.rows, seq, pinned) });
  }

  /** Says which rows are on screen. */
  look(first: number, last: number, rows: number): void {
    if (this.seen?.first === first && this.seen.last === last) return;
    this.seen = { first, last, rows };
    if (this.delivered) this.renewSoon();
  }

  /** Deliveries went on: the results on screen may be others by now. */
  renew(): void {
    this.delivered = true;
    this.renewSoon();
  }

  /** Never more often than twice a second, however many deliveries there are. */
  private renewSoon(): void {
    this.renewing ??= setTimeout(() => {
      this.renewing = undefined;
      void this.fetchSeen();
    }, RENEW_MS);
  }

  private async fetchSeen(): Promise<void> {
    const { seen } = this;
    if (!seen) return;
    try {
      const page = await this.store.read("list_updates", { bot_id: this.botId, before: seen.first + 1, after: null, limit: Math.min(PAGE, seen.rows) });
      const rows = renewed(this.state.rows, page.rows);
      if (rows !== this.state.rows) this.set({ rows });
    } catch {
      // The next change asks again; what is shown was true a moment ago.
    }
  }

  async fetchOlder(): Promise<void> {
    const last = this.state.rows.shown.at(-1);
    if (!last || !this.state.rows.more || this.state.loadingOlder) return;
    this.set({ loadingOlder: true });
    try {
      const page = await this.store.read("list_updates", { bot_id: this.botId, before: last.seq, after: null, limit: PAGE });
      this.set({ rows: older(this.state.rows, page), loadingOlder: false, error: null });
    } catch (thrown) {
      this.set({ loadingOlder: false, error: toApiError(thrown) });
    }
  }

  private set(part: Partial<FeedState>): void {
    this.state = { ...this.state, ...part };
    for (const tell of this.watchers) tell();
  }
}

const feeds = new WeakMap<Store, Map<BotId, Feed>>();

function feedOf(store: Store, botId: BotId): Feed {
  const all = feeds.get(store) ?? new Map<BotId, Feed>();
  feeds.set(store, all);
  const feed = all.get(botId) ?? new Feed(store, botId);
  all.set(botId, feed);
  return feed;
}

export function useFeed(botId: BotId): [Feed, FeedState] {
  const store = useStore();
  const feed = feedOf(store, botId);
  const state = useSyncExternalStore(feed.subscribe, feed.getState);
  useEffect(() => {
    void feed.fetchNewer();
    const offUpdates = store.onUpdates((fresh) => {
      if (fresh === "all" || fresh.has(botId)) void feed.fetchNewer();
    });
    const offChange = store.onChange((news) => {
      if (concerns(news, (change) => change.type === "delivery" && change.bot_id === botId)) feed.renew();
    });
    return () => {
      offUpdates();
      offChange();
    };
  }, [feed, store, botId]);
  return [feed, state];
}
