import { expect, it } from "vitest";
import { call, entryOf, message } from "../../../testing/sandbox";
import { entryFor, messageFor } from "./link";

const hello = message(1, { from: 1, update_id: 10 });
const answer = message(2, { text: "Hello" });
const caused = entryOf(5, { update_id: 10, calls: [call({ message_ids: [2, 3] })] });
const other = entryOf(6, { update_id: 11, calls: [call({ parameters: { text: "Hello" }, message_ids: [4] })] });

it("finds a person's message by its update, and the bot's by the call that sent it", () => {
  expect(entryFor(hello, 1, [other, caused])).toBe(caused);
  expect(entryFor(answer, 1, [other, caused])).toBe(caused);
  expect(entryFor(message(3), 1, [other, caused])).toBe(caused);
  expect(messageFor(caused, 1, [answer, hello])).toBe(hello);
  expect(messageFor(caused, 1, [answer])).toBe(answer);
});

it("takes no call of another chat, that sent another message, or that only edited it", () => {
  for (const part of [{ chat_id: -7 }, { message_ids: [] }, { message_ids: [9] }, { method: "editMessageText" }, { method: "EditMessageReplyMarkup" }]) {
    expect(entryFor(answer, 1, [entryOf(5, { calls: [call({ message_ids: [2], ...part })] })]), JSON.stringify(part)).toBeUndefined();
  }
});

it("has no call for what no bot sent", () => {
  expect(entryFor(message(2, { from: 1 }), 1, [caused])).toBeUndefined();
});
