// What the page's scripts hold in memory. WebKit tells a page nothing of it, but logs each collection of
// garbage with what is left when JSC_logGC asks for it, beside the app's own log.
import { readFileSync } from "node:fs";
import type { Home } from "../parts/home";
import type { Window } from "../parts/window";

/** From `[GC<0x7f…>: START M 170749kb => FullCollection, …` to `… => 8775kb, p=5.5ms (max 9.1), cycle 9.7ms END]`, some lines later. */
const FULL = /FullCollection(?:(?!START )[^])*?=> (\d+)kb, p=[^\n]*END\]/g;

const ROUNDS = 30;
/** Collections, of which one begins and ends without what was added. */
const ENOUGH = 4;

export class Heap {
  constructor(
    private readonly window: Window,
    private readonly home: Home,
  ) {}

  /** In MiB, when no garbage is left: the least after a collection of everything, which comes where what lives has grown and is let go. */
  async size(): Promise<number> {
    const sizes: number[] = [];
    for (let round = 0; round < ROUNDS && sizes.length < ENOUGH; round++) {
      await this.run("window.hookbayBallast = []", 1);
      await this.run("hookbayBallast.push(new Array(1_000_000).fill(0.5))", 8);
      const seen = this.collections().length;
      await this.run("delete window.hookbayBallast; new Array(1_000_000).fill(0.5)", 16);
      sizes.push(...this.collections().slice(seen));
    }
    if (sizes.length === 0) throw new Error("no garbage was collected");
    return Math.min(...sizes);
  }

  /** What the page's process holds that is its own, in MiB: pictures, layout and programs too. */
  ofProcess(): number {
    const status = readFileSync(`/proc/${this.window.pageProcess()}/smaps_rollup`, "utf8");
    const kib = [...status.matchAll(/^Private_(?:Clean|Dirty): +(\d+) kB$/gm)].reduce((sum, found) => sum + Number(found[1]), 0);
    return Math.round(kib / 1024);
  }

  /** Each in a task of its own: between them garbage is collected. */
  private async run(script: string, times: number): Promise<void> {
    for (let i = 0; i < times; i++) await this.window.driver.executeScript(script);
  }

  private collections(): number[] {
    return [...readFileSync(this.home.log, "utf8").matchAll(FULL)].map((found) => Number(found[1]) / 1024);
  }
}
