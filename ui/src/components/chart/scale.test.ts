import { describe, expect, it } from "vitest";
import { highest, nearest, niceMax, place, runsOf } from "./scale";

const points = (...times: number[]) => times.map((at) => ({ at, value: at % 7 }));

describe("a chart's scale", () => {
  it.each([
    [0, 1],
    [1, 1],
    [3, 5],
    [10, 10],
    [11, 20],
    [41, 50],
    [812, 1000],
    [100_001, 200_000],
  ])("reaches from 0 past %i to %i", (value, max) => {
    expect(niceMax(value)).toBe(max);
  });

  it("places points in percent, and none outside", () => {
    expect(place({ at: 150, value: 25 }, 100, 200, 50)).toEqual({ x: 50, y: 50 });
    expect(place({ at: 90, value: 0 }, 100, 200, 50)).toEqual({ x: 0, y: 100 });
    expect(place({ at: 100, value: 0 }, 100, 100, 1)).toEqual({ x: 0, y: 100 });
  });

  it("draws no line over a time in which nobody looked", () => {
    expect(runsOf(points(0, 5, 10, 15, 100, 105)).map((run) => run.map((point) => point.at))).toEqual([
      [0, 5, 10, 15],
      [100, 105],
    ]);
    expect(runsOf(points(3))).toHaveLength(1);
    expect(runsOf([])).toEqual([]);
    // Two checks are no habit to depart from.
    expect(runsOf(points(0, 1000))).toHaveLength(1);
  });

  it("finds the point under the pointer, and the highest", () => {
    expect(nearest(points(0, 10, 20), 60, 0, 20)).toBe(1);
    expect(nearest(points(0, 10, 20), 100, 0, 20)).toBe(2);
    expect(highest([{ at: 1, value: 2 }, { at: 2, value: 9 }, { at: 3, value: 9 }])).toEqual({ at: 2, value: 9 });
    expect(highest([])).toBeNull();
  });
});
