import { expect, it } from "vitest";
import { parseJson, type JsonNode } from "../../../components/json/parse";
import { diff } from "./diff";

const node = (value: string): JsonNode => {
  const { root } = parseJson(value);
  if (!root) throw new Error("no JSON");
  return root;
};
const rows = (one: string, other: string) => diff(node(one), node(other)).map(({ key, change, left, right }) => [key, change, left, right]);

it("says of each value whether it is the same, changed, gone or new", () => {
  expect(rows('{"a":1,"b":{"c":2,"d":[1,2]},"e":0}', '{"b":{"d":[1,3,4],"c":2},"a":1,"f":{"g":1}}')).toEqual([
    [null, "inside", null, null],
    ['"a"', "same", "1", "1"],
    ['"b"', "inside", null, null],
    ['"c"', "same", "2", "2"],
    ['"d"', "inside", null, null],
    ["[0]", "same", "1", "1"],
    ["[1]", "changed", "2", "3"],
    ["[2]", "new", null, "4"],
    ['"e"', "gone", "0", null],
    ['"f"', "new", null, '{\n  "g": 1\n}'],
  ]);
});

it("tells numbers apart that a number type cannot", () => {
  expect(rows("18446744073709551615", "18446744073709551616")).toEqual([[null, "changed", "18446744073709551615", "18446744073709551616"]]);
});

it("takes a list of any length inside of others", () => {
  const list = (last: number) => `{"a":{"b":[${"0,".repeat(150_000)}${last}]}}`;
  const found = rows(list(1), list(2));
  expect(found.length).toBe(150_004);
  expect(found.at(-1)).toEqual(["[150000]", "changed", "1", "2"]);
});

it("needs one line for what is the same, whatever the order of keys", () => {
  expect(rows('{"a":1,"b":2}', '{"b":2,"a":1}')).toEqual([[null, "same", "{ … 2 }", "{ … 2 }"]]);
  expect(rows("[]", "{}")).toEqual([[null, "changed", "[]", "{}"]]);
});
