// The inbox by keys alone, in the real window, and what of it is there again after another tab.
import { expect } from "vitest";
import { LocalBot } from "./parts/localBot";
import { freePort } from "./parts/port";
import { AUTHTOKEN, listeningBot } from "./parts/steps";
import { test } from "./parts/test";
import { until } from "./parts/until";
import { Key } from "./parts/window";

test("an update is found, read, marked, noted, replayed and edited by keys alone", async ({ home, open, sandbox }) => {
  const telegram = await sandbox("--local", "--authtoken", AUTHTOKEN);
  home.useEdge(telegram);
  const window = await open();
  const token = await listeningBot(window, telegram);
  const port = await freePort();
  const bot = await LocalBot.start(port);
  home.atEnd(async () => bot.stop());
  await window.press("tab-delivery");
  await window.press("delivery-help");
  await window.type("target-url", `http://127.0.0.1:${port}/hook`);
  await window.press("save-delivery");
  await window.says("delivery-health", /^Nothing was sent/);
  await window.press("tab-inbox");
  for (const text of ["one margherita", "one diavola", "a lemonade"]) {
    await telegram.says(token, text);
    await window.says("update-row", new RegExp(`${text}.* 200$`));
  }
  // From here on no mouse.
  await window.keys("j");
  await window.says("json", /a lemonade/);
  await window.keys("j", "j");
  await window.says("json", /one margherita/);
  await window.keys("k");
  await window.says("json", /one diavola/);

  await window.keys("?");
  await until("the sheet is there", () => window.driver.executeScript("return document.querySelector('[role=dialog]') !== null"));
  // In the lowest window all of it is there: what has no room is scrolled to.
  const size = await window.driver.executeScript<[number, number]>("return [innerWidth, innerHeight]");
  await window.resize(1024, 700);
  expect(await window.driver.executeScript("const { top, bottom } = document.querySelector('[role=dialog]').getBoundingClientRect(); return top >= 0 && bottom <= innerHeight")).toBe(true);
  await window.keys(Key.END);
  await until("its end is in view", () => window.driver.executeScript("const sheet = document.querySelector('[role=dialog]'); return sheet.lastElementChild.getBoundingClientRect().bottom <= sheet.getBoundingClientRect().bottom"));
  await window.resize(...size);
  await window.keys(Key.ESCAPE);
  await until("the sheet is gone", () => window.driver.executeScript("return document.querySelector('[role=dialog]') === null"));
  await window.says("json", /one diavola/);

  // Replayed, and the list goes on from the same row.
  await window.keys("r");
  await until("the button to send has the focus", () => window.driver.executeScript("return document.activeElement?.closest('.replay') !== null"));
  await window.keys(Key.ENTER);
  await until("the bot has it again", () => bot.got.length === 4 && bot.got[3] === bot.got[1]);
  await window.keys(Key.ESCAPE);
  await window.keys("e");
  await window.see("json-editor");
  await window.keys(Key.ESCAPE, Key.ESCAPE);
  await until("the editor is closed", async () => (await window.all("json-editor")).length === 0);

  // Marked with x and J, searched with /, back with Esc.
  await window.keys("x", "K");
  await window.says("marked", /^2 marked/);
  await window.keys("/");
  await window.keys("margh");
  await until("one row is found", async () => (await window.texts("update-row")).length === 1);
  await window.keys(Key.ENTER, Key.ESCAPE, Key.ESCAPE);
  await until("all are there again", async () => (await window.texts("update-row")).length === 3);
});

test("what is composed, marked and noted outlives a look at another tab", async ({ home, open, sandbox }) => {
  const telegram = await sandbox("--local", "--authtoken", AUTHTOKEN);
  home.useEdge(telegram);
  const window = await open();
  const token = await listeningBot(window, telegram);
  for (const text of ["first", "second", "third"]) await telegram.says(token, text);
  await window.says("list-count", "3 updates, newest first");
  await window.press("update-row");
  await window.says("json", /"third"/);

  // Half a note, and straight to another row.
  await window.type("note", "ask Ann");
  await window.pressOf("update-row", 1);
  await window.says("json", /"second"/);
  await window.keys("k");
  await until("the note is kept", async () => (await (await window.see("note")).getAttribute("value")) === "ask Ann");

  await window.keys("x", "J");
  await window.says("marked", /^2 marked/);
  await window.keys("i");
  await window.type("compose-text", "half written");
  await window.says("json-editor", /half written/);
  await window.press("tab-webhook");
  await until("the inbox is gone", async () => (await window.all("composer")).length === 0);
  await window.press("tab-inbox");
  await window.says("marked", /^2 marked/);
  await window.says("json-editor", /half written/);
});

test("a list of what is held empties as the bot takes it, and each row tells the truth", async ({ home, open, sandbox }) => {
  const telegram = await sandbox("--local", "--authtoken", AUTHTOKEN);
  home.useEdge(telegram);
  const window = await open();
  const token = await listeningBot(window, telegram);
  const port = await freePort();
  await window.press("tab-delivery");
  await window.press("delivery-help");
  await window.type("target-url", `http://127.0.0.1:${port}/hook`);
  await window.press("save-delivery");
  await window.says("delivery-health", /^Nothing was sent/);
  await window.press("tab-inbox");
  for (let i = 1; i <= 5; i++) {
    await telegram.says(token, `order ${i}`);
    await window.says("update-row", new RegExp(`order ${i} held$`));
  }
  await window.type("search", "status:held");
  await window.says("list-count", "5 found");
  await until("all five are listed", async () => (await window.texts("update-row")).length === 5);
  const bot = await LocalBot.start(port);
  home.atEnd(async () => bot.stop());
  await until("the bot has them", () => bot.got.length >= 5);
  await window.says("list-count", "0 found");
  await window.see("nothing-found");
  expect(await window.texts("update-row")).toEqual([]);
});
