import { expect, it } from "vitest";
import { call, entryOf, message } from "../../../testing/sandbox";
import { at } from "../../../testing/world";
import { entryFor, messageFor } from "./link";

const hello = message(1, { from: 1, update_id: 10, at: at(10) });
const answer = message(2, { text: "Hello", at: at(9) });
const caused = entryOf(5, { update_id: 10, calls: [call({ at: at(9.4), parameters: { text: "Hello" } })] });
const other = entryOf(6, { update_id: 11, calls: [call({ at: at(9), parameters: { text: "Something else" } })] });

it("finds a person's message by its update, and the bot's by the call that sent it", () => {
  expect(entryFor(hello, 1, [other, caused])).toBe(caused);
  expect(entryFor(answer, 1, [other, caused])).toBe(caused);
  expect(messageFor(caused, 1, [answer, hello])).toBe(hello);
  expect(messageFor(caused, 1, [answer])).toBe(answer);
});

it("takes no call of another chat, that was refused, that sends nothing, or of another time", () => {
  for (const part of [{ chat_id: -7 }, { status: 400 }, { method: "sendChatAction" }, { method: "getChat" }, { at: at(60) }]) {
    expect(entryFor(answer, 1, [entryOf(5, { calls: [call({ at: at(9), parameters: { text: "Hello" }, ...part })] })]), JSON.stringify(part)).toBeUndefined();
  }
});
