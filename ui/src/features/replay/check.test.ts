import { expect, it } from "vitest";
import { checkUpdate } from "./check";

const KINDS = ["message", "callback_query"];
const check = (text: string) => checkUpdate(text, KINDS);

it.each(['{"update_id":1,"message":{}}', '{\n  "callback_query": {"id": "9007199254740993"},\n  "update_id": 9007199254740993\n}'])("takes %s", (text) => {
  expect(check(text)).toBeNull();
});

it.each([
  ["", "This is not JSON: line 1."],
  ['{"update_id":1,\n"message":{},}', "This is not JSON: line 2."],
  ["[]", "An update is an object."],
  ['{"message":{}}', 'An update has an update_id: add "update_id": 1 at the top.'],
  ['{"update_id":1,"update_id":2,"message":{}}', "An update has one update_id, and this has several."],
  ['{"update_id":"1","message":{}}', "update_id is a whole number."],
  ['{"update_id":1.5,"message":{}}', "update_id is a whole number."],
  ['{"update_id":-1,"message":{}}', "update_id is a whole number."],
  ['{"update_id":1}', "An update has a field that says what happened, such as message."],
  ['{"update_id":1,"message":{},"callback_query":{}}', "An update has exactly one field besides update_id."],
  ['{"update_id":1,"massage":{}}', "Telegram sends no kind of update called massage."],
  ['{"update_id":1,"message":[]}', "What is in message is an object."],
])("refuses %s", (text, message) => {
  const problem = check(text);
  expect(problem?.message).toBe(message);
  expect(problem!.from).toBeLessThanOrEqual(problem!.to);
  expect(problem!.to).toBeLessThanOrEqual(text.length);
});

it("marks the name that it is about", () => {
  const text = '{"update_id":1,"massage":{}}';
  const { from, to } = check(text)!;
  expect(text.slice(from, to)).toBe('"massage"');
});
