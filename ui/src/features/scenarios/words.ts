// A scenario's run in words, and what its file is called. Pure.
import type { ScenarioMistake } from "../../bindings/ScenarioMistake";
import type { ScenarioPlay } from "../../bindings/ScenarioPlay";
import type { ScenarioStep } from "../../bindings/ScenarioStep";
import type { Problem } from "../../components/editor/TextEditor";
import { count, took } from "../../components/time";

/** How a run stands, or how it ended: one sentence. */
export function playWords({ state, done, run }: ScenarioPlay): string {
  const { steps } = run;
  if (state === "running") {
    const step = steps[done];
    return step ? `Step ${done + 1} of ${steps.length}: ${step.says}` : "The run ends";
  }
  if (state === "cancelled") return `Cancelled after ${done} of ${count(steps.length, "step")}.`;
  if (state === "broken_off") return `Broke off after ${done} of ${count(steps.length, "step")}. Run it again.`;
  const at = steps.findIndex((step) => step.state === "failed");
  const failed = steps[at];
  if (failed) return `Failed at step ${at + 1} of ${steps.length}, line ${failed.line}. ${failed.problem?.what ?? ""}`.trim();
  return steps.length === 0 ? "Passed, but it has no steps." : `Passed: ${count(steps.length, "step")} in ${took(run.took_ms)}.`;
}

export type Mark = "passed" | "failed" | "running" | "to_come" | "not_run";

/** Where one of its steps is. */
export function markOf({ state }: ScenarioStep, at: number, play: Pick<ScenarioPlay, "state" | "done">): Mark {
  if (state !== "not_run") return state;
  if (play.state !== "running") return "not_run";
  return at === play.done ? "running" : "to_come";
}

export const MARKS: Record<Mark, { sign: string; word: string }> = {
  passed: { sign: "✓", word: "Passed" },
  failed: { sign: "✗", word: "Failed" },
  running: { sign: "", word: "Under way" },
  to_come: { sign: "·", word: "To come" },
  not_run: { sign: "·", word: "Not run" },
};

/** What a recorded conversation is called at first. */
export const titleFor = (room: { kind: string; title: string }, bot: string): string => (room.kind === "private" ? `${room.title} talks to ${bot}` : `A conversation in ${room.title}`);

/** A file's name for a title: `An order` is `an-order`. */
export const slugOf = (title: string): string => title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "") || "scenario";

/** A file of a folder. */
export const pathIn = (folder: string, name: string): string => `${folder.replace(/[/\\]+$/, "")}/${name}`;

/** What YAML takes as it stands: letters and digits first, and no colon or hash that would end it. */
const PLAIN = /^[\p{L}\p{N}](?:[^:#\n]*[^:#\s])?$/u;

/** The same scenario under another name. */
export function withTitle(text: string, title: string): string {
  const line = `name: ${PLAIN.test(title.trim()) ? title.trim() : JSON.stringify(title.trim())}`;
  // Elsewhere it is a chat's, which is indented.
  if (/^name:.*$/m.test(text)) return text.replace(/^name:.*$/m, () => line);
  return `${line}\n${text}`;
}

/** What is wrong with a file: `2:5: …` in the engine's words is a line and a column. */
export const fileProblem = (problem: string): string => problem.replace(/^(\d+):(\d+): /, "Line $1, column $2: ");

/** Where a text is wrong, as the editor marks it: from there to the end of the line. */
export function problemAt(text: string, { line, column, what }: ScenarioMistake): Problem {
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const end = Math.min(text.length, before + (lines[line - 1]?.length ?? 0));
  const from = Math.min(end, before + Math.max(0, column - 1));
  return { from, to: end, message: what };
}
