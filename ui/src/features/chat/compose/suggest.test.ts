import { expect, it } from "vitest";
import type { InlineOffer } from "../../../bindings/InlineOffer";
import { commandsFor, inlineQuery, offered } from "./suggest";

const commands = [
  { command: "start", description: "Begins" },
  { command: "stop", description: "Ends" },
  { command: "help", description: "Helps" },
];
const offer = (part: Partial<InlineOffer> = {}): InlineOffer => ({ query_id: "q", query: "cats", answered: true, results: [{ id: "r", kind: "article", title: "A cat", description: null }], ...part });

it("offers the bot's commands from the slash on, until it is none of them", () => {
  const names = (text: string) => commandsFor(text, commands).map(({ command }) => command);
  expect(names("/")).toEqual(["start", "stop", "help"]);
  expect(names("/ST")).toEqual(["start", "stop"]);
  expect(names("/start now")).toEqual([]);
  expect(names("say /start")).toEqual([]);
});

it("asks in inline mode only this bot, and with all that is typed", () => {
  expect(inlineQuery("@Echo_bot cats and\ndogs", "echo_bot")).toBe("cats and\ndogs");
  expect(inlineQuery("@echo_bot ", "echo_bot")).toBe("");
  expect(inlineQuery("@echo_bot", "echo_bot")).toBeNull();
  expect(inlineQuery("@other_bot cats", "echo_bot")).toBeNull();
  expect(inlineQuery("@echo_bot cats", null)).toBeNull();
});

it("shows the results of what is typed now, and of nothing older", () => {
  expect(offered("@echo_bot cats", "echo_bot", commands, offer()).type).toBe("results");
  expect(offered("@echo_bot dogs", "echo_bot", commands, offer()).type).toBe("waiting");
  expect(offered("@echo_bot cats", "echo_bot", commands, offer({ answered: false })).type).toBe("waiting");
});
