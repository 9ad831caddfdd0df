import { expect, it } from "vitest";
import { at, heightOf, MOST, moved, ROW, TOP, toShow } from "./stretch";

const VIEW = 600;
const MILLIONS = [1_000_000, 10_000_000];

it("is the browser's own measure as long as it can be", () => {
  expect(heightOf(100_000)).toBe(3_000_000);
  expect(moved(TOP, 1_234_567, 100_000, VIEW)).toEqual({ offset: 1_234_567, scrolled: 1_234_567 });
});

it.each(MILLIONS)("of %i rows, both ends are reached, and a drag to the middle is the middle", (rows) => {
  expect(heightOf(rows)).toBe(MOST);
  const end = moved(TOP, MOST - VIEW, rows, VIEW);
  expect(end.offset).toBe(rows * ROW - VIEW);
  expect(moved(end, 0, rows, VIEW)).toEqual(TOP);
  const middle = moved(TOP, (MOST - VIEW) / 2, rows, VIEW);
  expect(middle.offset / ROW).toBeCloseTo(rows / 2, -2);
});

it.each(MILLIONS)("of %i rows, a wheel moves the rows by as much as it says", (rows) => {
  const middle = moved(TOP, 7_000_000, rows, VIEW);
  expect(moved(middle, 7_000_120, rows, VIEW).offset - middle.offset).toBe(120);
  expect(moved(middle, 6_999_880, rows, VIEW).offset - middle.offset).toBe(-120);
});

it("shows a row by the shortest way, and nothing moves where it is in view", () => {
  const from = at(3_000, 1_000, VIEW);
  expect(toShow(110, from, 1_000, VIEW)).toBe(from);
  expect(toShow(99, from, 1_000, VIEW).offset).toBe(99 * ROW);
  expect(toShow(120, from, 1_000, VIEW).offset).toBe(121 * ROW - VIEW);
  expect(toShow(9_999_999, TOP, 10_000_000, VIEW).offset).toBe(10_000_000 * ROW - VIEW);
});
