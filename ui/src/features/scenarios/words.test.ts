import { expect, it } from "vitest";
import { playOf, stepOf } from "../../testing/scenarios";
import { fileProblem, markOf, pathIn, playWords, problemAt, slugOf, titleFor, withTitle } from "./words";

const passed = [stepOf(2, { state: "passed" }), stepOf(3, { state: "passed" })];

it.each([
  [playOf([stepOf(2), stepOf(3)], { state: "running", done: 1 }), "Step 2 of 2: step of line 3"],
  [playOf([], { state: "running" }), "The run ends"],
  [playOf(passed, { done: 2 }), "Passed: 2 steps in 1.2 s."],
  [playOf([]), "Passed, but it has no steps."],
  [playOf([passed[0]!, stepOf(3, { state: "failed", problem: { what: "The bot said something else.", difference: [], hint: null } }), stepOf(4)]), "Failed at step 2 of 3, line 3. The bot said something else."],
  [playOf([passed[0]!, stepOf(3)], { state: "cancelled", done: 1 }), "Cancelled after 1 of 2 steps."],
  [playOf([passed[0]!, stepOf(3)], { state: "broken_off", done: 1 }), "Broke off after 1 of 2 steps. Run it again."],
])("says how a run stands", (play, words) => {
  expect(playWords(play)).toBe(words);
});

it("tells the step that is under way from those to come, and from those that never ran", () => {
  const steps = [stepOf(1, { state: "passed" }), stepOf(2), stepOf(3)];
  const marks = (state: "running" | "ended") => steps.map((step, at) => markOf(step, at, { state, done: 1 }));
  expect(marks("running")).toEqual(["passed", "running", "to_come"]);
  expect(marks("ended")).toEqual(["passed", "not_run", "not_run"]);
});

it("names a recording and its file", () => {
  expect(titleFor({ kind: "private", title: "Ann" }, "Echo")).toBe("Ann talks to Echo");
  expect(titleFor({ kind: "channel", title: "News" }, "Echo")).toBe("A conversation in News");
  expect([slugOf("An order: 2 pizzas!"), slugOf("Zoë"), slugOf("…")]).toEqual(["an-order-2-pizzas", "zoë", "scenario"]);
  expect([pathIn("/a/b/", "c.yaml"), pathIn("/a/b", "c.yaml")]).toEqual(["/a/b/c.yaml", "/a/b/c.yaml"]);
});

it.each([
  ["An order", "name: An order"],
  ["An order: two", 'name: "An order: two"'],
  ["# 1", 'name: "# 1"'],
  ["[a]", 'name: "[a]"'],
  ["$& costs", 'name: "$& costs"'],
  ["", 'name: ""'],
])("puts the name %s into the text", (title, line) => {
  expect(withTitle("# About it.\nname: old\nchats:\n  - name: Kitchen\n", title)).toBe(`# About it.\n${line}\nchats:\n  - name: Kitchen\n`);
  expect(withTitle("steps: []\n", title)).toBe(`${line}\nsteps: []\n`);
});

it("marks a mistake from its place to the end of the line, also beyond the text", () => {
  const text = "steps:\n  - sey: x\n";
  const { from, to } = problemAt(text, { line: 2, column: 5, what: "?" });
  expect(text.slice(from, to)).toBe("sey: x");
  expect(problemAt(text, { line: 9, column: 1, what: "?" })).toMatchObject({ from: text.length, to: text.length });
});

it("says the place of a mistake in words, and leaves the system's own sentence", () => {
  expect(fileProblem("2:5: `sey` is no step: 3:4: x")).toBe("Line 2, column 5: `sey` is no step: 3:4: x");
  expect(fileProblem("Permission denied (os error 13)")).toBe("Permission denied (os error 13)");
});
