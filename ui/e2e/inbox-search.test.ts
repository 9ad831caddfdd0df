// The query language in the real window: written with help, followed by the list, kept under a name.
import { expect } from "vitest";
import { AUTHTOKEN, listeningBot } from "./parts/steps";
import { test } from "./parts/test";
import { until } from "./parts/until";
import { Key } from "./parts/window";

test("a search is written with help, followed as one types, and kept under a name", async ({ home, open, sandbox }) => {
  const telegram = await sandbox("--local", "--authtoken", AUTHTOKEN);
  home.useEdge(telegram);
  let window = await open();
  const token = await listeningBot(window, telegram);
  for (const text of ["two margheritas", "one diavola", "and a lemonade"]) await telegram.says(token, text);
  // Telegram forgets what is older than a day.
  const now = Math.floor(Date.now() / 1000);
  const edited = { message_id: 900, date: now, edit_date: now, chat: { id: 5, type: "private", first_name: "Omar" }, from: { id: 5, is_bot: false, first_name: "Omar" }, text: "three margheritas" };
  await telegram.control("updates", { token, update: { edited_message: edited } });
  await window.says("list-count", "4 updates, newest first");

  // A filter by completion, then a word.
  await window.keys("/");
  await window.keys("kin");
  await window.says("completion", /^kind:/);
  await window.keys(Key.TAB, "edited_m");
  await window.says("completion", /^(kind:)?edited_message/);
  await window.keys(Key.ARROW_DOWN, Key.ENTER);
  await window.says("list-count", "1 found");
  await window.says("update-row", /three margheritas$/);
  await window.type("search", "margheritas");
  await window.says("list-count", "2 found");

  // What is wrong is said at its place, and the list stays.
  // In one piece: half of it, typed with a pause, is a search of its own.
  await window.keys(Key.END);
  await window.driver.executeScript("document.execCommand('insertText', false, arguments[0])", " status:nothing_like_it");
  await window.see("query-problem");
  expect(await window.text("query-problem-mark")).toContain("nothing_like_it");
  await window.says("list-count", "2 found");
  await window.type("search", "no such words anywhere");
  await window.see("nothing-found");

  // Kept under a name, and there after a restart.
  await window.type("search", "margheritas");
  await window.says("list-count", "2 found");
  await window.press("views");
  await window.type("view-name", "Margheritas");
  await window.press("view-save");
  await window.says("view", /^Margheritas/);
  await window.keys(Key.ESCAPE);
  await window.close();
  window = await open();
  await window.says("list-count", "2 found");
  await window.press("search");
  await window.keys(Key.ESCAPE);
  await window.keys(Key.ESCAPE);
  await window.says("list-count", "4 updates, newest first");
  await window.press("views");
  await window.press("view");
  await window.says("list-count", "2 found");

  // From an update to all of its chat.
  await window.press("update-row");
  await window.press("only-chat");
  await window.says("list-count", "1 found");
});

test("an update has its chat around it, and a note", async ({ home, open, sandbox }) => {
  const telegram = await sandbox("--local", "--authtoken", AUTHTOKEN);
  home.useEdge(telegram);
  const window = await open();
  const token = await listeningBot(window, telegram);
  for (const text of ["first", "second", "third"]) await telegram.says(token, text);
  await window.says("list-count", "3 updates, newest first");
  await window.press("update-row");
  await window.press("tab-conversation");
  await until("the chat is shown", async () => (await window.texts("talk-row")).length === 3);
  expect((await window.texts("talk-row")).map((row) => row.split(" ").at(-1))).toEqual(["first", "second", "third"]);
  await window.pressOf("talk-row", 0);
  await window.press("tab-raw");
  await window.says("raw", /"first"/);
  await window.see("raw-headers");

  await window.type("note", "the one that started it");
  await window.keys(Key.ESCAPE);
  await window.keys("k", "j");
  await until("the note is kept", async () => (await (await window.see("note")).getAttribute("value")) === "the one that started it");
});
