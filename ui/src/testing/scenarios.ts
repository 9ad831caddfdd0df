// Scenarios for tests, made up as small as they can be.
import type { ScenarioFile } from "../bindings/ScenarioFile";
import type { ScenarioPlay } from "../bindings/ScenarioPlay";
import type { ScenarioStep } from "../bindings/ScenarioStep";

export const stepOf = (line: number, part: Partial<ScenarioStep> = {}): ScenarioStep => ({ line, says: `step of line ${line}`, state: "not_run", took_ms: 0, note: null, problem: null, ...part });

export const playOf = (steps: ScenarioStep[], part: Partial<ScenarioPlay> = {}): ScenarioPlay => ({
  bot_id: "a",
  path: "/f/order.yaml",
  state: "ended",
  done: 0,
  run: { name: "An order", passed: steps.every(({ state }) => state === "passed"), steps, took_ms: 1200 },
  ...part,
});

export const fileOf = (name: string, part: Partial<ScenarioFile> = {}): ScenarioFile => ({ path: `/f/${name}.yaml`, name, title: `The ${name}`, steps: 2, problem: null, is_folder: false, ...part });
