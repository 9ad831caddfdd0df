import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import type { JobReport } from "../../bindings/JobReport";
import type { JobView } from "../../bindings/JobView";
import { show } from "../../testing/show";
import { at, bot, news, overview, TableBackend } from "../../testing/world";
import { JobLine } from "./JobLine";

afterEach(cleanup);

const report: JobReport = { updates: 0, duplicates: 0, passed_over: 0, refused: 0, refusals: [], note: null };
const job = (part: Partial<JobView>): JobView => ({ id: "j", bot_id: "a", kind: "export", path: "/x/all.jsonl", started_at: at(1), done: 12_000, of: 100_000, unit: "updates", state: { type: "running" }, report, ...part });

async function line(jobs: () => JobView[]) {
  const backend = new TableBackend({ overview: () => overview({ bots: [bot()] }), jobs, cancel_job: () => jobs()[0]! });
  await show(backend, <JobLine />);
  let seq = 0;
  const changed = () => act(async () => backend.fire(news({ type: "jobs" }, ++seq)));
  return { backend, changed };
}
const words = () => screen.queryByTestId("job-line")?.textContent;

it("says how far a job is and how it ended, until that is put away", async () => {
  let jobs = [job({})];
  const { backend, changed } = await line(() => jobs);
  await expect.poll(words).toBe("Exporting Pizza orders12,000 of 100,000 updatesCancel");
  fireEvent.click(screen.getByTestId("job-line-cancel"));
  await expect.poll(() => backend.asked.find((each) => each.op === "cancel_job")?.input).toEqual({ id: "j" });
  jobs = [job({ state: { type: "cancelled" } })];
  await changed();
  await expect.poll(words).toContain("The export was cancelled");
  fireEvent.click(screen.getByTestId("job-line-away"));
  expect(words()).toBeUndefined();
});

it("says nothing of what had ended before, and counts those beside the one it shows", async () => {
  let jobs = [job({ state: { type: "done" } })];
  const { backend, changed } = await line(() => jobs);
  await expect.poll(() => backend.count("jobs")).toBe(1);
  expect(words()).toBeUndefined();
  jobs = [job({ id: "k", kind: "import", unit: "bytes", done: 2048, of: null }), ...jobs];
  await changed();
  await expect.poll(words).toBe("Importing Pizza orders2.0 KBCancel");
  jobs = [job({ id: "l" }), ...jobs];
  await changed();
  // It stays with the one it has begun with.
  await expect.poll(words).toMatch(/^Importing Pizza orders, and 1 more/);
});
