// A thread of its own that asks the system, every 2 ms, how long a process's main thread has run and how
// long it has waited for a processor: what a page counts as its own pause is often the machine's.
import { readFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";

const EVERY_MS = 2;

/** Three numbers a sample: when, as milliseconds since 1970; run; waited, both in ms. */
let samples = [];

setInterval(() => {
  try {
    const [ran, waited] = readFileSync(`/proc/${workerData}/task/${workerData}/schedstat`, "utf8").split(" ", 2);
    samples.push(performance.timeOrigin + performance.now(), Number(ran) / 1e6, Number(waited) / 1e6);
  } catch {
    // The process has ended.
  }
}, EVERY_MS);

parentPort.on("message", () => {
  parentPort.postMessage(samples);
  samples = [];
});
