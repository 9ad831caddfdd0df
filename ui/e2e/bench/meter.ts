// How long the page's main thread is busy at a time. WebKit does not tell, so a timer that should fire
// every few milliseconds notes when it fired late: by scripts, layout, paint and collected garbage, all
// of which are the page's, or because the thread had no processor, which is the machine's. How long
// that was the system says (see sampler.mjs), and it is taken off.
import { Worker } from "node:worker_threads";
import type { Window } from "../parts/window";

/** A task this long is felt. */
export const LONG_MS = 50;
/** A machine on which the thread waits for a processor no more than this is quiet, in percent of the time. */
export const QUIET_PERCENT = 5;

export interface Measured {
  what: string;
  /** The longest that the timer was late, in ms. */
  late: number;
  /** The longest that this was the page's own doing. */
  longest: number;
  /** How often the page's own doing was longer than 50 ms. */
  long: number;
  /** How much of the time the main thread ran, in percent. */
  busy: number;
  /** How much of it the main thread waited for a processor, in percent. */
  waited: number;
  /** How much of the time went by, in ms. */
  took: number;
}

export class Meter {
  private constructor(
    private readonly window: Window,
    private readonly sampler: Worker,
  ) {}

  static async start(window: Window): Promise<Meter> {
    // Gaps that nobody feels are not kept: the meter must not be what it measures.
    await window.driver.executeScript(`
      const meter = (window.hookbayMeter = { gaps: [] });
      let last = performance.now();
      const tick = () => {
        const now = performance.now();
        if (now - last > 10) meter.gaps.push([performance.timeOrigin + last, performance.timeOrigin + now]);
        last = now;
        setTimeout(tick, 0);
      };
      tick();
    `);
    return new Meter(window, new Worker(new URL("./sampler.mjs", import.meta.url), { workerData: window.pageProcess() }));
  }

  /** Does it, and says how the main thread fared meanwhile. */
  async of(what: string, work: () => Promise<void>): Promise<Measured> {
    await this.samples();
    await this.window.driver.executeScript("hookbayMeter.gaps = []");
    const start = performance.now();
    await work();
    const took = performance.now() - start;
    const gaps = await this.window.driver.executeScript<[number, number][]>("return hookbayMeter.gaps");
    const samples = await this.samples();
    const own = gaps.map(([from, to]) => to - from - waited(samples, from, to));
    const ran = (samples.at(-1)?.ran ?? 0) - (samples[0]?.ran ?? 0);
    return {
      what,
      late: Math.round(Math.max(0, ...gaps.map(([from, to]) => to - from))),
      longest: Math.round(Math.max(0, ...own)),
      long: own.filter((ms) => ms > LONG_MS).length,
      busy: Math.round((ran / took) * 100),
      waited: Math.round((waitedOf(samples) / took) * 100),
      took: Math.round(took),
    };
  }

  async stop(): Promise<void> {
    await this.sampler.terminate();
  }

  private async samples(): Promise<Sample[]> {
    const flat = await new Promise<number[]>((resolve) => {
      this.sampler.once("message", resolve);
      this.sampler.postMessage("samples");
    });
    return Array.from({ length: flat.length / 3 }, (_, i) => ({ at: flat[i * 3] ?? 0, ran: flat[i * 3 + 1] ?? 0, waited: flat[i * 3 + 2] ?? 0 }));
  }
}

export interface Sample {
  at: number;
  ran: number;
  waited: number;
}

/** What is wrong with it: that the page kept its thread for too long, on a machine that was quiet. On a busy one nobody can tell. */
export function verdict({ what, long, longest, waited }: Pick<Measured, "what" | "long" | "longest" | "waited">): string | null {
  if (long === 0 || waited > QUIET_PERCENT) return null;
  return `${what}: ${long === 1 ? "a task" : `${long} tasks`} of up to ${longest} ms, and the goal is ${LONG_MS} ms`;
}

const waitedOf = (samples: Sample[]): number => (samples.at(-1)?.waited ?? 0) - (samples[0]?.waited ?? 0);

/** A sample that comes later than this after a pause may tell of another wait. */
const NEAR_MS = 20;

/** How long the thread waited for a processor in between; where samples are missing, too little is said rather than too much. */
export function waited(samples: Sample[], from: number, to: number): number {
  const first = samples.find(({ at }) => at >= from);
  const after = samples.find(({ at }) => at >= to);
  const last = after && after.at <= to + NEAR_MS ? after : samples.findLast(({ at }) => at <= to);
  if (!first || !last || last.at < first.at) return 0;
  return Math.min(to - from, last.waited - first.waited);
}
