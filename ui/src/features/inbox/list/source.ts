// What the list shows: rows by their index from the newest, of which a window is in memory. The
// whole inbox (whole.ts) and what a query finds (found.ts) are each one.
import type { ApiError } from "../../../bindings/ApiError";
import type { UpdateRow } from "../../../bindings/UpdateRow";

export interface SourceState {
  /** Another number, another content: what rows there are is asked for. */
  version: number;
  /** The first rows are here. */
  ready: boolean;
  /** Rows that the list has a place for. */
  count: number;
  /** There may be more at the end than there are places for yet. */
  more: boolean;
  /** Newer ones that are not let in. */
  waiting: number;
  /** There may be more of them than were counted: more than are kept aside, or what arrived is looked through still. */
  waitingMore: boolean;
  /** By how many rows what is read has come to stand lower since the list was made: a list that is scrolled follows it. */
  moved: number;
  error: ApiError | null;
}

export const NOTHING: SourceState = { version: 0, ready: false, count: 0, more: false, waiting: 0, waitingMore: false, moved: 0, error: null };

/** What happens to newer ones: `free` lets them in unless the reader is in the list. */
export type Flow = "free" | "paused" | "following";

/**
 * A row's rank never changes while the list is shown; its index does, when newer ones are let in:
 * what is remembered of a row is its rank or its seq.
 */
export abstract class Source {
  private state: SourceState = NOTHING;
  private readonly watchers = new Set<() => void>();
  private flow: Flow = "free";
  private held = false;
  /** How far the list is scrolled, to find it so again. */
  offset = 0;

  readonly getState = (): SourceState => this.state;

  readonly subscribe = (tell: () => void): (() => void) => {
    this.watchers.add(tell);
    return () => this.watchers.delete(tell);
  };

  /** The rank of the row at an index, and back. */
  abstract rankAt(index: number): number;
  abstract indexOfRank(rank: number): number;
  /** The row, when it is in memory. */
  abstract rowAt(index: number): UpdateRow | undefined;
  /** Where a row is, when it is in memory; otherwise -1. */
  abstract indexOf(seq: number): number;
  /** These are on screen: what is missing of them is fetched, and kept. */
  abstract look(first: number, last: number): void;
  /** The row, fetched when it is not in memory. */
  abstract fetchAt(index: number): Promise<UpdateRow | undefined>;
  abstract letIn(): void;
  /** Newer ones may have arrived. */
  abstract arrived(): Promise<void>;
  /** What became of those on screen may have changed. */
  abstract renew(): void;
  /** Nobody looks any more. */
  stop(): void {}

  hold(held: boolean): void {
    this.held = held;
    this.letInIfFree();
  }

  setFlow(flow: Flow): void {
    this.flow = flow;
    this.letInIfFree();
  }

  /** What arrives waits. */
  get isHeld(): boolean {
    return this.flow === "paused" || (this.held && this.flow === "free");
  }

  protected letInIfFree(): void {
    if (!this.isHeld && this.state.waiting > 0) this.letIn();
  }

  protected set(part: Partial<SourceState>): void {
    this.state = { ...this.state, ...part, version: this.state.version + 1 };
    for (const tell of this.watchers) tell();
  }
}

/** `12 new`, or `500+ new` where there may be more. */
export function newWords({ waiting, waitingMore }: SourceState): string {
  if (waiting === 0) return "Looking through what is new";
  return `${waiting.toLocaleString("en")}${waitingMore ? "+" : ""} new`;
}
