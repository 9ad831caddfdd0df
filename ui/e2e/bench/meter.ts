// How long the page's main thread is busy at a time, and how much memory the page takes. WebKit tells
// neither, so a timer that should fire every few milliseconds notes when it fired late, and the
// system is asked for the process.
import { readFileSync } from "node:fs";
import type { Window } from "../parts/window";

/** A task this long is felt. */
const LONG_MS = 50;

export interface Measured {
  what: string;
  /** The longest that the main thread was away, in ms. */
  longest: number;
  /** How often it was longer than 50 ms. */
  long: number;
  /** How much of the time went by, in ms. */
  took: number;
}

export async function startMeter(window: Window): Promise<void> {
  await window.driver.executeScript(`
    const meter = (window.hookbayMeter = { gaps: [], last: performance.now() });
    const tick = () => {
      const now = performance.now();
      meter.gaps.push(now - meter.last);
      meter.last = now;
      setTimeout(tick, 0);
    };
    tick();
  `);
}

/** Does it, and says how the main thread fared meanwhile. */
export async function measured(window: Window, what: string, work: () => Promise<void>): Promise<Measured> {
  await window.driver.executeScript("hookbayMeter.gaps = []");
  const start = performance.now();
  await work();
  const took = performance.now() - start;
  const [longest, long] = await window.driver.executeScript<[number, number]>("return [Math.max(...hookbayMeter.gaps), hookbayMeter.gaps.filter((gap) => gap > arguments[0]).length]", LONG_MS);
  return { what, longest: Math.round(longest), long, took: Math.round(took) };
}

/** What the page's process holds in memory that is its own, in MiB. */
export function memory(window: Window): number {
  const status = readFileSync(`/proc/${window.pageProcess()}/smaps_rollup`, "utf8");
  const kib = [...status.matchAll(/^Private_(?:Clean|Dirty): +(\d+) kB$/gm)].reduce((sum, found) => sum + Number(found[1]), 0);
  return Math.round(kib / 1024);
}

/** How the machine fares without the page: the same timer here. What is long there too is the machine's. */
export async function pauseOfMachine(ms: number): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const end = last + ms;
  while (last < end) {
    await new Promise((next) => setTimeout(next, 0));
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }
  return Math.round(longest);
}
