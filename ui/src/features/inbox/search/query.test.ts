import { expect, it } from "vitest";
import { commonStart, hasFilter, withFilter, words } from "./query";

it("takes words apart, but for what is in quotes", () => {
  expect(words('kind:message "two words" chat:"Pizza orders"  x')).toEqual(["kind:message", '"two words"', 'chat:"Pizza orders"', "x"]);
  expect(words('"not closed')).toEqual(['"not closed']);
  expect(words("   ")).toEqual([]);
});

it("adds a filter in place of one of the same name", () => {
  expect(withFilter("", "chat", -100123)).toBe("chat:-100123");
  expect(withFilter("chat:5 pizza", "chat", 6)).toBe("pizza chat:6");
  expect(withFilter("-kind:message", "kind", "poll")).toBe("-kind:message kind:poll");
  expect(withFilter("", "chat", 'The "best" one')).toBe('chat:"The \\"best\\" one"');
});

it("finds what two texts have in common", () => {
  expect(commonStart("kind:me", "kind:po")).toBe(5);
  expect(commonStart("", "x")).toBe(0);
});

it("knows which filters are in it", () => {
  const has = (query: string) => hasFilter(query, ["status", "pinned"]);
  expect(["status:held", "pizza -Status:held", "pinned:yes x"].map(has)).toEqual([true, true, true]);
  expect(["", "status", '"status:held"', "chat:status:held", "kind:message"].map(has)).toEqual([false, false, false, false, false]);
});
