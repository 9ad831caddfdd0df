import { describe, expect, it } from "vitest";
import { parseJson, pretty, readable } from "./parse";

const prettyOf = (text: string) => {
  const { root } = parseJson(text);
  return root && pretty(root);
};

describe("parseJson", () => {
  it("keeps integers that no number type holds", () => {
    expect(prettyOf('{"id":9007199254740993,"n":-0.10e+2}')).toBe('{\n  "id": 9007199254740993,\n  "n": -0.10e+2\n}');
  });

  it("keeps duplicate keys and their order", () => {
    expect(prettyOf('{"b":1,"a":2,"b":3}')).toBe('{\n  "b": 1,\n  "a": 2,\n  "b": 3\n}');
  });

  it.each(["{}", "[]", "0", '""', "null", ' [ 1 , { "a" : [ ] } ] ', '"\\\\"', '"a\\"b"'])("reads all of %s", (text) => {
    expect(parseJson(text).problem).toBeNull();
  });

  it.each([
    ['{"a":1,"b":{"c":"unfin', 16, '"unfin'],
    ['{"a":1,"b":{"c":[1,2', 20, ""],
    ['{"a":1} x', 8, "x"],
    ['{"a":"x\\"', 5, '"x\\"'],
    ["{'a':1}", 1, "'a':1}"],
    ["", 0, ""],
    ["[01]", 2, "1]"],
  ])("says where %s stops being JSON", (text, at, rest) => {
    expect(parseJson(text).problem).toEqual({ at, rest });
  });

  it("keeps what was read before the break", () => {
    expect(prettyOf('{"a":1,"b":{"c":[1,2')).toBe('{\n  "a": 1,\n  "b": {\n    "c": [\n      1,\n      2');
  });

  it("does not follow nesting without end", () => {
    expect(parseJson("[".repeat(100_000)).problem).not.toBeNull();
  });
});

describe("readable", () => {
  it.each([
    ['"\\u0436\\/"', '"ж/"'],
    ['"\\ud83c\\udf55"', '"🍕"'],
    ['"\\ud83c"', '"\\ud83c"'],
    ['"\\udf55\\ud83c"', '"\\udf55\\ud83c"'],
    ['"\\u0000\\n\\u0022\\u005c\\u202e"', '"\\u0000\\n\\u0022\\u005c\\u202e"'],
    ['"\\\\u0436"', '"\\\\u0436"'],
  ])("%s reads as %s", (raw, words) => {
    expect(readable(raw)).toBe(words);
  });
});
