import { describe, expect, it } from "vitest";
import { pointWords, summary, timeWords } from "./pending";

const AT = new Date(2026, 10, 24, 14, 2, 12).getTime();
const points = (...values: number[]) => values.map((value, index) => ({ at: AT + index * 60_000, value }));

describe("pending updates in words", () => {
  it.each([
    [[], "Nobody asked in this time."],
    [[3], "One check so far: 3 updates waited at 14:02."],
    [[0, 0], "Nothing waited at any check."],
    [[0, 41, 1], "At most 41 updates, at 14:03; 1 update at the last check."],
  ])("of %j it says %s", (values, words) => {
    expect(summary(points(...values), "day")).toBe(words);
  });

  it("names the day where there is more than one", () => {
    expect([timeWords(AT, "hour"), timeWords(AT, "day"), timeWords(AT, "week")]).toEqual(["14:02", "14:02", "Tue 14:02"]);
    expect(pointWords({ at: AT, value: 1 })).toBe("1 update at 24 Nov 2026 14:02:12");
  });
});
