import { expect, it } from "vitest";
import { apiError } from "../../../testing/world";
import { foundWords } from "./ListHead";
import { newWords, NOTHING } from "./source";

it("says how far a search is", () => {
  expect(foundWords(NOTHING, null)).toBe("Searching");
  expect(foundWords({ ...NOTHING, error: apiError() }, null)).toBe("The search failed");
  expect(foundWords({ ...NOTHING, ready: true, count: 1_204, more: true }, null)).toBe("1,204+ found");
  expect(foundWords(NOTHING, { count: 7, at_least: false })).toBe("7 found");
  expect(foundWords({ ...NOTHING, ready: true, count: 100, more: true }, { count: 10_000, at_least: true })).toBe("10,000+ found");
});

it("says of a search that is whole what is in the list", () => {
  const whole = { ...NOTHING, ready: true, count: 220 };
  expect(foundWords({ ...whole, waiting: 7 }, { count: 216, at_least: true })).toBe("227 found");
  expect(foundWords({ ...whole, count: 0 }, { count: 0, at_least: true })).toBe("0 found");
  expect(foundWords({ ...whole, waiting: 500, waitingMore: true }, null)).toBe("720+ found");
});

it("says what waits, also while it is looked for", () => {
  expect(newWords({ ...NOTHING, waiting: 12 })).toBe("12 new");
  expect(newWords({ ...NOTHING, waiting: 500, waitingMore: true })).toBe("500+ new");
  expect(newWords({ ...NOTHING, waitingMore: true })).toBe("Looking through what is new");
});
