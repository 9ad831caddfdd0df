// An export, an import or a replay in words. Pure.
import type { ExportFormat } from "../../bindings/ExportFormat";
import type { JobView } from "../../bindings/JobView";
import { bytes, count } from "../../components/time";

export const FORMATS: { value: ExportFormat; label: string; hint: string; ending: string }[] = [
  { value: "jsonl", label: "JSON lines", hint: "A line for each update, with when it arrived. Can be imported again.", ending: ".jsonl" },
  { value: "jsonl_pure", label: "JSON lines, pure", hint: "A line for each update, and nothing else on it. Can be imported again.", ending: ".jsonl" },
  { value: "har", label: "HAR 1.2", hint: "The requests from Telegram and the deliveries to the bot, for the tools of browsers.", ending: ".har" },
  { value: "curl", label: "cURL", hint: "A shell script that sends the updates to the bot again.", ending: ".sh" },
  { value: "fixtures", label: "Fixtures", hint: "A folder with a file for each update, and a program beside it if you like.", ending: "" },
];

/** The name of a file that nobody has chosen yet. */
export function fileNameFor(bot: string, format: ExportFormat): string {
  const name = bot.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "") || "bot";
  return `${name}-updates${FORMATS.find((each) => each.value === format)?.ending ?? ""}`;
}

/** The same path with the ending of another form, where it had the ending of the one before. */
export function withEnding(path: string, from: ExportFormat, to: ExportFormat): string {
  const ending = (format: ExportFormat) => FORMATS.find((each) => each.value === format)?.ending ?? "";
  const before = ending(from);
  if (before !== "" && !path.endsWith(before)) return path;
  return path && path.slice(0, path.length - before.length) + ending(to);
}

/** How far a job is: `12,000 of 1,000,000 updates`. */
export function progressWords({ done, of, unit }: JobView): string {
  if (unit === "bytes") return of === null ? bytes(done) : `${bytes(done)} of ${bytes(of)}`;
  return of === null ? count(done, "update") : `${done.toLocaleString("en")} of ${count(of, "update")}`;
}

/** What a job has come to, in a sentence. */
export function stateWords(job: JobView): string {
  const { kind, state, report } = job;
  const number = count(report.updates, "update");
  if (kind === "replay") return replayWords(state.type, number);
  if (state.type === "running") return kind === "export" ? "Exporting" : "Importing";
  if (state.type === "cancelled") return kind === "export" ? "The export was cancelled, and has left no file." : `The import was cancelled. ${number} had been stored.`;
  if (state.type === "failed") return kind === "export" ? "The export did not come to its end." : `The import did not come to its end. ${number} had been stored.`;
  return kind === "export" ? `${number} exported.` : `${number} imported.`;
}

function replayWords(state: JobView["state"]["type"], number: string): string {
  if (state === "running") return "Replaying";
  if (state === "cancelled") return `The replay was stopped. ${number} had been sent, the rest was not.`;
  if (state === "failed") return `The replay did not come to its end. ${number} had been sent.`;
  return `${number} sent once more.`;
}

/** What it is called, and the word on the button that ends it early. */
export function kindWords(kind: JobView["kind"]): { name: string; stop: string } {
  if (kind === "replay") return { name: "The replay", stop: "Stop" };
  return { name: kind === "export" ? "The export" : "The import", stop: "Cancel" };
}

/** What else a file held, each in a few words. */
export function besides({ kind, report }: JobView): string[] {
  const said: string[] = [];
  if (report.duplicates > 0) said.push(`${count(report.duplicates, "update")} ${report.duplicates === 1 ? "was" : "were"} in the inbox already`);
  if (report.passed_over > 0) said.push(`${report.passed_over.toLocaleString("en")} passed over, as they are not from Telegram`);
  if (report.refused > 0) said.push(`${report.refused.toLocaleString("en")} ${kind === "export" ? "left out" : "refused"}`);
  return said;
}
