const PAUSE_MS = 500;

/** Reads what is on screen once more after deliveries went on, never more often than twice a second. */
export class Renewal {
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Deliveries went on since the first page: what is scrolled to may have another result by now. */
  private delivered = false;

  constructor(private readonly read: () => Promise<void>) {}

  soon(): void {
    this.delivered = true;
    this.start();
  }

  /** Others are on screen. */
  look(): void {
    if (this.delivered) this.start();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private start(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      // The next change asks again; what is shown was true a moment ago.
      this.read().catch(() => {});
    }, PAUSE_MS);
  }
}
