const PAUSE_MS = 500;

/** Reads what is on screen once more after deliveries went on: at once after a rest, never more often than twice a second. */
export class Renewal {
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Deliveries went on since the first page: what is scrolled to may have another result by now. */
  private delivered = false;
  private readAt = -Infinity;

  constructor(private readonly read: () => Promise<void>) {}

  soon(): void {
    this.delivered = true;
    this.start(Math.max(0, this.readAt + PAUSE_MS - performance.now()));
  }

  /** Others are on screen. */
  look(): void {
    if (this.delivered) this.start(PAUSE_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private start(wait: number): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.readAt = performance.now();
      // The next change asks again; what is shown was true a moment ago.
      this.read().catch(() => {});
    }, wait);
  }
}
