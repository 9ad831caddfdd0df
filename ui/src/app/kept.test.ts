import { expect, it } from "vitest";
import { bot, overview } from "../testing/world";
import { kept } from "./kept";

it("is what was there before when nothing is different", () => {
  const before = overview({ bots: [bot(), bot({ id: "b" })] });
  expect(kept(before, structuredClone(before))).toBe(before);
});

it("is new only along the way to what is different", () => {
  const before = overview({ bots: [bot(), bot({ id: "b" })] });
  const next = structuredClone(before);
  next.bots[1] = bot({ id: "b", update_count: 7 });
  const made = kept(before, next);
  expect(made).toEqual(next);
  expect(made).not.toBe(before);
  expect(made.bots[0]).toBe(before.bots[0]);
  expect(made.bots[1]?.watch).toBe(before.bots[1]?.watch);
  expect(made.tunnel).toBe(before.tunnel);
});

it("sees what is gone, what came, and what is another sort of thing", () => {
  expect(kept({ a: 1, b: 2 }, { a: 1 })).toEqual({ a: 1 });
  expect(kept({ a: 1 }, { a: 1, b: undefined })).toHaveProperty("b");
  expect(kept([1, 2, 3], [1, 2])).toEqual([1, 2]);
  expect(kept([1], { 0: 1 })).toEqual({ 0: 1 });
  expect(kept({ 0: 1 }, [1])).toEqual([1]);
  expect(kept(null, { a: [] })).toEqual({ a: [] });
  expect(kept({ a: {} }, { a: null })).toEqual({ a: null });
});
