import { expect, it } from "vitest";
import type { JobReport } from "../../bindings/JobReport";
import type { JobView } from "../../bindings/JobView";
import { apiError, at } from "../../testing/world";
import { besides, fileNameFor, progressWords, stateWords, withEnding } from "./words";

const report: JobReport = { updates: 0, duplicates: 0, passed_over: 0, refused: 0, refusals: [], note: null };
const job = (part: Partial<JobView> = {}): JobView => ({ id: "j", bot_id: "a", kind: "import", path: "/x", started_at: at(1), done: 0, of: null, unit: "bytes", state: { type: "running" }, report, ...part });

it("says how far a job is in what it counts", () => {
  expect(progressWords(job({ done: 2048, of: 1024 * 1024 }))).toBe("2.0 KB of 1.0 MB");
  expect(progressWords(job({ unit: "updates", done: 12_000, of: 1_000_000 }))).toBe("12,000 of 1,000,000 updates");
  expect(progressWords(job({ unit: "updates", done: 1 }))).toBe("1 update");
});

it("says what a job has come to, and what is left of it", () => {
  const done = { ...report, updates: 3, duplicates: 1, refused: 2, passed_over: 4 };
  expect(stateWords(job({ state: { type: "done" }, report: done }))).toBe("3 updates imported.");
  expect(stateWords(job({ state: { type: "cancelled" }, report: done }))).toBe("The import was cancelled. 3 updates had been stored.");
  expect(stateWords(job({ kind: "export", state: { type: "cancelled" } }))).toMatch(/left no file/);
  expect(stateWords(job({ kind: "export", state: { type: "failed", error: apiError() } }))).toMatch(/did not come to its end/);
  const replay = (state: JobView["state"]) => stateWords(job({ kind: "replay", state, report: done }));
  expect(replay({ type: "done" })).toBe("3 updates sent once more.");
  expect(replay({ type: "cancelled" })).toBe("The replay was stopped. 3 updates had been sent, the rest was not.");
  expect(replay({ type: "failed", error: apiError() })).toBe("The replay did not come to its end. 3 updates had been sent.");
  expect(besides(job({ report: done }))).toEqual(["1 update was in the inbox already", "4 passed over, as they are not from Telegram", "2 refused"]);
  expect(besides(job())).toEqual([]);
});

it("names a file after its bot, and keeps its ending with its form", () => {
  expect(fileNameFor("Pizza orders & more", "jsonl")).toBe("pizza-orders-more-updates.jsonl");
  expect(fileNameFor("···", "fixtures")).toBe("bot-updates");
  expect(withEnding("/x/all.jsonl", "jsonl", "har")).toBe("/x/all.har");
  expect(withEnding("/x/all.txt", "jsonl", "har")).toBe("/x/all.txt");
  expect(withEnding("/x/all", "fixtures", "har")).toBe("/x/all.har");
  expect(withEnding("", "fixtures", "har")).toBe("");
});
