// What the window knows. Events carry ids only: each one marks what to fetch again, and fetches
// that are asked for while one runs become one more.
import { createContext, useContext, useSyncExternalStore } from "react";
import { toApiError, type Backend, type InputOf, type Op, type OutputOf } from "../backend/backend";
import type { ApiError } from "../bindings/ApiError";
import type { Batched } from "../bindings/Batched";
import type { BotId } from "../bindings/BotId";
import type { Change } from "../bindings/Change";
import type { Overview } from "../bindings/Overview";
import { kept } from "./kept";

export interface State {
  overview: Overview | null;
  /** Why the overview could not be fetched. */
  failure: ApiError | null;
}

/** What changed; `all` after events were missed. */
export type News = readonly Change[] | "all";

/** What goes on by itself, many times a second under load; of the overview it changes numbers alone. */
const isQuiet = ({ type }: Change): boolean => type === "updates" || type === "delivery";

/** Which bots have new updates; `all` after events were missed. */
export type Fresh = ReadonlySet<BotId> | "all";

export class Store {
  private state: State = { overview: null, failure: null };
  private readonly watchers = new Set<() => void>();
  private readonly updateWatchers = new Set<(fresh: Fresh) => void>();
  private readonly changeWatchers = new Set<(news: News) => void>();
  private lastSeq: number | null = null;
  private fetching = false;
  private fetchedAt = 0;
  private soon: ReturnType<typeof setTimeout> | undefined;
  /** Something changed while nobody saw the window. */
  private stale = false;
  /** Those who wait for the next fetch. */
  private asked: { promise: Promise<void>; resolve: () => void } | null = null;

  constructor(
    private readonly backend: Backend,
    /** The least time between two fetches that events caused, in ms. */
    private readonly pause = 120,
    /** The same where what changed is quiet. */
    private readonly quietPause = 1_000,
  ) {}

  readonly getState = (): State => this.state;

  readonly subscribe = (tell: () => void): (() => void) => {
    this.watchers.add(tell);
    return () => this.watchers.delete(tell);
  };

  /** Tells when updates of a bot were committed. */
  readonly onUpdates = (tell: (fresh: Fresh) => void): (() => void) => {
    this.updateWatchers.add(tell);
    return () => this.updateWatchers.delete(tell);
  };

  /** Tells of every change, for what is not in the overview. */
  readonly onChange = (tell: (news: News) => void): (() => void) => {
    this.changeWatchers.add(tell);
    return () => this.changeWatchers.delete(tell);
  };

  /** Opens the stream first and fetches after it, so that nothing falls between. */
  async start(): Promise<() => void> {
    let stop = () => {};
    try {
      stop = await this.backend.watch((events) => this.take(events));
    } catch (thrown) {
      this.set({ failure: toApiError(thrown) });
    }
    document.addEventListener("visibilitychange", this.seen);
    await this.refresh();
    return () => {
      document.removeEventListener("visibilitychange", this.seen);
      clearTimeout(this.soon);
      this.soon = undefined;
      stop();
    };
  }

  /** Does one operation, then fetches what it may have changed. */
  async act<K extends Op>(op: K, input: InputOf<K>): Promise<OutputOf<K>> {
    try {
      return await this.backend.call(op, input);
    } finally {
      await this.refresh();
    }
  }

  /** Reads without a fetch of the overview after it. */
  read<K extends Op>(op: K, input: InputOf<K>): Promise<OutputOf<K>> {
    return this.backend.call(op, input);
  }

  /** Has the reader choose a path; undefined where there is no dialog for it. */
  get choosePath(): Backend["choosePath"] {
    const { backend } = this;
    return backend.choosePath && ((what) => backend.choosePath?.(what) ?? Promise.resolve(null));
  }

  /** Fetches the overview; resolves once the first fetch that began after this call has ended. */
  refresh(): Promise<void> {
    const { promise } = (this.asked ??= waiter());
    if (!this.fetching) void this.fetchWhileAsked();
    return promise;
  }

  /** Under a stream of events this never ends, and nobody waits for its end. */
  private async fetchWhileAsked(): Promise<void> {
    this.fetching = true;
    while (this.asked) {
      const { resolve } = this.asked;
      // Who asks from here on may know of more than this fetch will find.
      this.asked = null;
      this.fetchedAt = performance.now();
      try {
        const next = await this.backend.call("overview", {});
        this.set({ overview: kept(this.state.overview, next), failure: null });
      } catch (thrown) {
        this.set({ failure: toApiError(thrown) });
      }
      resolve();
      if (this.asked) await new Promise((next) => setTimeout(next, this.pause));
    }
    this.fetching = false;
  }

  /**
   * The pieces of one batch may overlap: one bot's changes 1 and 3, another's 2. So numbers are
   * compared between batches, and never within one.
   */
  private take(batch: Batched[]): void {
    if (batch.length === 0) return;
    const first = Math.min(...batch.map((news) => news.first_seq));
    const missed = this.lastSeq !== null && first > this.lastSeq + 1;
    this.lastSeq = Math.max(...batch.map((news) => news.last_seq));
    const fresh = new Set<BotId>();
    for (const { change } of batch) if (change.type === "updates") fresh.add(change.bot_id);
    if (missed) this.tellUpdates("all");
    else if (fresh.size > 0) this.tellUpdates(fresh);
    for (const tell of this.changeWatchers) tell(missed ? "all" : batch.map((news) => news.change));
    // A window that nobody sees is drawn once, when it is seen again.
    if (document.hidden) this.stale = true;
    else if (!missed && batch.every(({ change }) => isQuiet(change))) this.refreshSoon();
    else void this.refresh();
  }

  /** At once after a rest; while quiet changes stream in, every now and then. */
  private refreshSoon(): void {
    this.soon ??= setTimeout(
      () => {
        this.soon = undefined;
        if (document.hidden) this.stale = true;
        else void this.refresh();
      },
      Math.max(0, this.fetchedAt + this.quietPause - performance.now()),
    );
  }

  private readonly seen = (): void => {
    if (document.hidden || !this.stale) return;
    this.stale = false;
    void this.refresh();
  };

  private tellUpdates(fresh: Fresh): void {
    for (const tell of this.updateWatchers) tell(fresh);
  }

  private set(part: Partial<State>): void {
    // What is as it was is not drawn anew.
    if (Object.entries(part).every(([key, value]) => this.state[key as keyof State] === value)) return;
    this.state = { ...this.state, ...part };
    for (const tell of this.watchers) tell();
  }
}

function waiter() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

export const StoreContext = createContext<Store | null>(null);

export function useStore(): Store {
  const store = useContext(StoreContext);
  if (!store) throw new Error("no store above this component");
  return store;
}

export function useAppState(): State {
  const store = useStore();
  return useSyncExternalStore(store.subscribe, store.getState);
}

/** The overview, in components that are only shown once there is one. */
export function useOverview(): Overview {
  const { overview } = useAppState();
  if (!overview) throw new Error("no overview yet");
  return overview;
}
