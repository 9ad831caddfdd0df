import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { ExportUpdates } from "../../bindings/ExportUpdates";
import type { JobReport } from "../../bindings/JobReport";
import type { JobView } from "../../bindings/JobView";
import { show } from "../../testing/show";
import { apiError, at, bot, news, overview, quiet, TableBackend } from "../../testing/world";
import { ExportPanel } from "./ExportPanel";
import { ImportPanel } from "./ImportPanel";

beforeEach(() => localStorage.clear());
afterEach(cleanup);

const report: JobReport = { updates: 0, duplicates: 0, passed_over: 0, refused: 0, refusals: [], note: null };
const job = (part: Partial<JobView>): JobView => ({ id: "j", bot_id: "a", kind: "export", path: "/x/all.har", started_at: at(1), done: 0, of: null, unit: "updates", state: { type: "running" }, report, ...part });

/** A backend whose jobs are these. */
function backendOf(jobs: () => JobView[], part: Partial<ConstructorParameters<typeof TableBackend>[0]> = {}) {
  return new TableBackend({
    ...quiet,
    overview: () => overview({ bots: [bot()] }),
    jobs: () => jobs().map((each) => ({ ...each, report: { ...each.report, refusals: [] } })),
    job: ({ id }) => jobs().find((each) => each.id === id)!,
    cancel_job: ({ id }) => jobs().find((each) => each.id === id)!,
    ...part,
  });
}
const asked = (backend: TableBackend) => backend.asked.filter((each) => each.op === "export_updates").map((each) => each.input as ExportUpdates);
const put = (id: string, value: string) => fireEvent.change(screen.getByTestId(id), { target: { value } });

it("exports what is marked, scrubbed with a seed, and asks before it replaces a file", async () => {
  let jobs: JobView[] = [];
  const backend = backendOf(() => jobs, {
    export_updates: ({ overwrite }) => {
      if (!overwrite) throw apiError({ code: "already_there", message: "There is a file of this name." });
      jobs = [job({ state: { type: "done" }, report: { ...report, updates: 2 } })];
      return jobs[0]!;
    },
  });
  await show(backend, <ExportPanel bot={bot()} seqs={[3, 5]} query="oven" />);
  fireEvent.click(screen.getByText("HAR 1.2"));
  fireEvent.click(screen.getByTestId("export-scrub"));
  fireEvent.click(screen.getByTestId("export-ids"));
  put("export-seed", " mine ");
  put("export-path", "/x/all.har");
  fireEvent.submit(screen.getByTestId("export-start").closest("form")!);
  fireEvent.click(await screen.findByTestId("export-replace"));
  await expect.poll(() => screen.queryByTestId("export-there")).toBeNull();
  backend.fire(news({ type: "jobs" }, 1));
  await expect.poll(() => screen.queryByTestId("job-state")?.textContent).toBe("2 updates exported.");
  expect(screen.getByTestId("job-path").textContent).toBe("/x/all.har");
  const input = { bot_id: "a", what: { type: "selection", seqs: [3, 5] }, format: "har", path: "/x/all.har", scrub: { seed: "mine", ids: true }, program: null };
  expect(asked(backend)).toEqual([
    { ...input, overwrite: false },
    { ...input, overwrite: true },
  ]);
});

it("exports what the search finds, or all, with the path's ending after the form", async () => {
  const backend = backendOf(() => [], { export_updates: () => job({}) });
  await show(backend, <ExportPanel bot={bot()} seqs={[]} query="oven" />);
  put("export-path", "/x/all.jsonl");
  fireEvent.click(screen.getByText("cURL"));
  expect(screen.getByTestId<HTMLInputElement>("export-path").value).toBe("/x/all.sh");
  const send = () => fireEvent.submit(screen.getByTestId("export-start").closest("form")!);
  send();
  await expect.poll(() => asked(backend).length).toBe(1);
  fireEvent.click(screen.getByText("All updates of this bot"));
  send();
  await expect.poll(() => asked(backend).length).toBe(2);
  expect(asked(backend).map((each) => each.what)).toEqual([
    { type: "query", query: "oven" },
    { type: "query", query: "" },
  ]);
});

it("says what an export left out without a line that it has not", async () => {
  const reason = "Update 7 is not in this bot's inbox any more.";
  const backend = backendOf(() => [job({ state: { type: "done" }, report: { ...report, updates: 2, refused: 2, refusals: [{ line: 0, offset: 0, reason }, { line: 0, offset: 0, reason: reason.replace("7", "9") }] } })]);
  await show(backend, <ExportPanel bot={bot()} seqs={[7, 8, 9, 10]} query="" />);
  await expect.poll(() => screen.queryAllByTestId("refusal").map((each) => each.textContent)).toEqual([reason, reason.replace("7", "9")]);
  expect(screen.queryByText("Line")).toBeNull();
  expect(screen.getByTestId("job-besides").textContent).toBe("2 left out.");
});

it("asks for a program beside each fixture, and for none in another form", async () => {
  const backend = backendOf(() => [], { export_updates: () => job({}) });
  await show(backend, <ExportPanel bot={bot()} seqs={[3]} query="" />);
  expect(screen.queryByText("grammY")).toBeNull();
  fireEvent.click(screen.getByText("Fixtures"));
  put("export-path", "/x/fixtures");
  const send = () => fireEvent.submit(screen.getByTestId("export-start").closest("form")!);
  send();
  await expect.poll(() => asked(backend).length).toBe(1);
  fireEvent.click(screen.getByRole("radio", { name: "grammY" }));
  send();
  await expect.poll(() => asked(backend).length).toBe(2);
  fireEvent.click(screen.getByText("cURL"));
  expect(screen.queryByRole("radio", { name: "grammY" })).toBeNull();
  send();
  await expect.poll(() => asked(backend).length).toBe(3);
  expect(asked(backend).map((each) => each.program)).toEqual([null, "grammy", null]);
});

it("shows how far an import is, cancels it, and says what was refused and why", async () => {
  let mine = job({ kind: "import", path: "/x/in.jsonl", unit: "bytes", done: 1024, of: 4096 });
  const other = job({ id: "k", bot_id: "b", kind: "import" });
  const backend = backendOf(() => [other, mine]);
  await show(backend, <ImportPanel bot={bot()} />);
  await expect.poll(() => screen.queryByTestId("job-state")?.textContent).toBe("Importing 1.0 KB of 4.0 KB");
  put("import-path", "/x/other.jsonl");
  expect(screen.getByTestId<HTMLButtonElement>("import-start").disabled).toBe(true);
  fireEvent.click(screen.getByTestId("job-cancel"));
  await expect.poll(() => backend.asked.find((each) => each.op === "cancel_job")?.input).toEqual({ id: "j" });
  mine = { ...mine, state: { type: "cancelled" }, report: { ...report, updates: 7, duplicates: 2, refused: 1, refusals: [{ line: 4, offset: 90, reason: "This is not JSON." }], note: "Some are old." } };
  backend.fire(news({ type: "jobs" }, 1));
  await expect.poll(() => screen.queryByTestId("job-state")?.textContent).toBe("The import was cancelled. 7 updates had been stored.");
  expect(screen.getByTestId("refusal").textContent).toBe("4This is not JSON.");
  expect(screen.getByTestId("job-besides").textContent).toBe("2 updates were in the inbox already.1 refused.");
  expect(screen.getByText("Some are old.")).toBeTruthy();
  fireEvent.click(screen.getByTestId("job-away"));
  await expect.poll(() => screen.queryByTestId("job")).toBeNull();
  expect(screen.getByTestId<HTMLButtonElement>("import-start").disabled).toBe(false);
});

it("has a path chosen where there is a dialog, and keeps what is written when none is chosen", async () => {
  const chosen = ["/home/ann/in.har", null];
  const wanted: unknown[] = [];
  const backend = Object.assign(backendOf(() => []), {
    choosePath: async (what: unknown) => {
      wanted.push(what);
      return chosen.shift() ?? null;
    },
  });
  await show(backend, <ImportPanel bot={bot()} />);
  fireEvent.click(screen.getByText("Choose"));
  await expect.poll(() => screen.getByTestId<HTMLInputElement>("import-path").value).toBe("/home/ann/in.har");
  fireEvent.click(screen.getByText("Choose"));
  await expect.poll(() => wanted.length).toBe(2);
  expect(screen.getByTestId<HTMLInputElement>("import-path").value).toBe("/home/ann/in.har");
  expect(wanted[1]).toEqual({ sort: "open", title: "File", start: "/home/ann/in.har" });
});
