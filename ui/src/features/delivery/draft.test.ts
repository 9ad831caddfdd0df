import { expect, it } from "vitest";
import { delivery, recorded, target } from "../../testing/world";
import { accepting, draftOf, inputOf, isSame, withoutTarget, withTarget } from "./draft";

it("changes nothing by silence", () => {
  const view = delivery({ targets: [target({ headers: ["X-Key"], certificate: "ab12" })] });
  expect(inputOf("a", draftOf(view))).toEqual({
    bot_id: "a",
    mode: "relay",
    limits: view.limits,
    targets: [{ id: "t", name: "", url: "http://localhost:8081/hook", answers: true, secret_token: null, headers: [{ name: "X-Key", value: null }], certificate: "ab12" }],
  });
});

it("passes updates on once there is somebody to get them, and not once nobody is left", () => {
  const one = withTarget(draftOf(recorded()), "n");
  expect([one.mode, one.targets[0]?.answers]).toEqual(["relay", true]);
  const two = withTarget({ ...one, mode: "hold" }, "m");
  expect([two.mode, two.targets[1]?.answers]).toEqual(["hold", false]);
  const left = withoutTarget(two, "n");
  expect(left.targets.map(({ key, answers }) => [key, answers])).toEqual([["m", true]]);
  expect(withoutTarget(left, "m").mode).toBe("record");
});

it("reads the limits in the units of their fields", () => {
  const draft = draftOf(delivery());
  expect(draft.limits).toEqual({ parallel_chats: "8", set_aside_after: "5", first_wait_ms: "0.5", longest_wait_ms: "30", answer_within_ms: "55" });
  expect(inputOf("a", { ...draft, limits: { ...draft.limits, answer_within_ms: "1.25" } }).limits.answer_within_ms).toBe(1250);
});

it("accepts one target's certificate and leaves the rest", () => {
  const view = delivery({ targets: [target(), target({ id: "u", answers: false })] });
  expect(accepting(view, "u", "ff").targets.map((each) => each.certificate)).toEqual([null, "ff"]);
});

it("knows what was changed", () => {
  const draft = draftOf(delivery());
  expect(isSame(draft, draftOf(delivery()))).toBe(true);
  expect(isSame(draft, { ...draft, mode: "hold" })).toBe(false);
});
