import { expect, it } from "vitest";
import { absolute, ago, bytes, count, rowTime, took, until } from "./time";

const NOW = Date.parse("2026-11-24T14:02:12");
const S = 1000;

it.each([
  [-5, "now"],
  [0, "now"],
  [4.9, "now"],
  [5, "5 s ago"],
  [9.9, "5 s ago"],
  [59.9, "55 s ago"],
  [60, "1 min ago"],
  [3599, "59 min ago"],
  [3600, "1 h ago"],
  [47 * 3600, "47 h ago"],
  [48 * 3600, "2 d ago"],
])("%s seconds is %s", (seconds, words) => {
  expect(ago(NOW - seconds * S, NOW)).toBe(words);
});

it.each([
  [-5, "now"],
  [0, "now"],
  [0.2, "in 1 s"],
  [59, "in 59 s"],
  [200, "in 3 min"],
  [3600, "in 1 h"],
  [3 * 86_400, "in 3 d"],
])("in %s seconds is %s", (seconds, words) => {
  expect(until(NOW + seconds * S, NOW)).toBe(words);
});

it("says how long something took", () => {
  expect([took(0), took(142.4), took(999), took(1430)]).toEqual(["0 ms", "142 ms", "999 ms", "1.4 s"]);
});

it("shows the clock today and the day before", () => {
  expect(rowTime(NOW - 3 * S, NOW)).toBe("14:02:09");
  expect(rowTime(NOW - 86_400 * S, NOW)).toBe("23 Nov");
  expect(absolute(NOW)).toBe("24 Nov 2026 14:02:12");
});

it("counts with the right word", () => {
  expect([count(1, "update"), count(0, "update"), count(81204, "update")]).toEqual(["1 update", "0 updates", "81,204 updates"]);
  expect([bytes(1), bytes(412), bytes(1536), bytes(2 * 1024 * 1024)]).toEqual(["1 byte", "412 bytes", "1.5 KB", "2.0 MB"]);
});
