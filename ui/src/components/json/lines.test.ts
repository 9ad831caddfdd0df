import { expect, it } from "vitest";
import { around, findIn, foldedFrom, foldedParts, pathOf, seenLines, valueOf } from "./lines";
import { parseJson } from "./parse";
import { Scanner } from "./scan";

const scan = (text: string) => {
  const scanner = new Scanner(text);
  scanner.run();
  return scanner.lines;
};
const BODY = '{"update_id":18446744073709551615,"message":{"from":{"id":1,"first_name":"A\\u043d\\u044f"},"entities":[{"type":"bold"},[]],"text":"a \\"quoted\\" word\\\\"},"odd key":true}';
const lineWith = (lines: ReturnType<typeof scan>, path: string) => Array.from({ length: lines.count }, (_, i) => i).find((line) => pathOf(lines, line) === path) ?? -1;

it("gives each value its path, and its text as it was sent", () => {
  const lines = scan(BODY);
  expect(lines.problem).toBeNull();
  expect(valueOf(lines, lineWith(lines, "update_id"))).toBe("18446744073709551615");
  expect(valueOf(lines, lineWith(lines, "message.entities[0]"))).toBe('{"type":"bold"}');
  expect(valueOf(lines, lineWith(lines, "message.entities[1]"))).toBe("[]");
  expect(valueOf(lines, lineWith(lines, "message.text"))).toBe('"a \\"quoted\\" word\\\\"');
  expect(valueOf(lines, lineWith(lines, '["odd key"]'))).toBe("true");
  expect(valueOf(lines, 0)).toBe(BODY);
});

it("folds what is deep, and shows the first plain parts of it", () => {
  const lines = scan(BODY);
  const folded = foldedFrom(lines, 2);
  const paths = [...seenLines(lines, folded)].map((line) => pathOf(lines, line));
  expect(paths).toContain("message.from");
  expect(paths).not.toContain("message.from.id");
  const from = foldedParts(lines, lineWith(lines, "message.from"));
  expect(from.parts.map((line) => pathOf(lines, line))).toEqual(["message.from.id", "message.from.first_name"]);
  expect(foldedParts(lines, lineWith(lines, "message.entities"))).toMatchObject({ children: 2 });
});

it("finds words as they are read, also where they were escaped", () => {
  const lines = scan(BODY);
  const found = [...drain(findIn(lines, "ня"))].map((line) => pathOf(lines, line));
  expect(found).toEqual(["message.from.first_name"]);
  expect(around(lines, lineWith(lines, "message.from.id")).map((line) => pathOf(lines, line))).toEqual(["message.from", "message", ""]);
});

function drain(search: Generator<number[], number[]>): number[] {
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
  }
}

it.each(["", "{", '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', "[1,]", "[1 2]", '{"a":1]', '"open', '"\\x"', '"a\nb"', "tru", "1 2", "{} x", '{"a":{"b":[1,2', "nul", '{1:2}', "-", '"\\"', '"\\\\"', "[]", "{}", '{"a":"\\ud800"}', "[[[]]]", '["a\\"b","c"]'])("says of %j where it stops being JSON, as the other reader does", (text) => {
  const { problem } = parseJson(text);
  expect(scan(text).problem === null).toBe(problem === null);
});

it("reads megabytes in slices, and one string of megabytes", () => {
  const text = JSON.stringify({ long: "x\\".repeat(1_000_000), many: Array.from({ length: 200_000 }, (_, i) => ({ i })) });
  const scanner = new Scanner(text);
  let slices = 1;
  while (!scanner.run(0)) slices++;
  expect(slices).toBeGreaterThan(100);
  expect(scanner.lines.problem).toBeNull();
  expect(scanner.lines.count).toBe(600_000 + 5);
  expect(seenLines(scanner.lines, foldedFrom(scanner.lines, 2)).length).toBe(200_005);
});
