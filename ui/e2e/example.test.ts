// A framework's own example of a keyboard, as it is published, behind Hookbay in the sandbox: talked with, recorded, run
// again, broken, and mended.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { focusOn, noPointer, tabTo, withCtrl } from "./parts/byKeys";
import { ExampleBot } from "./parts/exampleBot";
import { lastSays } from "./parts/talking";
import { test } from "./parts/test";
import { until } from "./parts/until";
import { Key, type Window } from "./parts/window";

/** The README of `@grammyjs/menu`. */
const EXAMPLE = "menu.js";

const broken = (code: string) => code.replace("You pressed B!", "You took B!");

async function seesDifference(window: Window): Promise<void> {
  await window.says("play-words", /^Failed at step 4 of 4, line 10\. The bot said something else\.$/);
  await window.says("difference-wanted", /^- ?Expected: text: "You pressed B!"$/);
  await window.says("difference-came", /^\+ ?Came: text: "You took B!"$/);
}

test("a framework's own example of a keyboard by mouse: a conversation is recorded and run, and tells when the bot breaks", async ({ home, open }) => {
  const { window, bot } = await ExampleBot.talking(home, open, EXAMPLE);
  await window.press("record");
  await window.press("try");
  await lastSays(window, /Check out this menu:/);
  const buttons = await window.all("inline-button");
  await buttons[1]?.click();
  await lastSays(window, /You pressed B!/);
  await window.says("recording", "Recording, 4 steps");
  await window.press("record");
  const path = join(home.folder, "menu.yaml");
  await window.type("scenario-title", "A menu of two");
  await window.type("scenario-path", path);
  await window.press("scenario-save");
  await window.says("scenario-saved", `Saved as ${path}`);
  expect(readFileSync(path, "utf8")).toMatch(/press: B\n/);

  await window.press("run-scenario");
  await window.says("play-words", /^Passed: 4 steps in /);
  await bot.become(broken);
  await window.press("run-scenario");
  await seesDifference(window);
  await bot.become();
  await window.press("run-scenario");
  await window.says("play-words", /^Passed: 4 steps in /);
  // Three runs, with a person each who is called Ann.
  await until("the chats of the runs are one in the list", async () => (await window.texts("room")).filter((text) => /^Ann /.test(text) && !/^Ann Petrova/.test(text)).length === 1);
  await window.says("room-earlier", "2 earlier chats called Ann");
});

test("the same by the keyboard alone", async ({ home, open }) => {
  const { window, bot } = await ExampleBot.talking(home, open, EXAMPLE);
  const noneWasPressed = await noPointer(window);
  await focusOn(window, "chat-field");
  await tabTo(window, "Record this conversation", true);
  await window.keys(Key.RETURN);
  await focusOn(window, "chat-field");
  await window.keys("/start", Key.RETURN);
  await lastSays(window, /Check out this menu:/);
  await withCtrl(window, Key.ARROW_UP);
  await window.keys(Key.RETURN, Key.ARROW_DOWN, Key.RETURN);
  await lastSays(window, /You pressed B!/);
  await focusOn(window, "inline-button");
  await window.says("recording", "Recording, 4 steps");
  await tabTo(window, "Stop recording", true);
  await window.keys(Key.RETURN);
  await focusOn(window, "scenario-title");
  await withCtrl(window, "a");
  await window.keys("A menu of two", Key.RETURN);
  const path = join(home.data, "scenarios", "sandbox-bot", "a-menu-of-two.yaml");
  await window.says("scenario-saved", `Saved as ${path}`);
  expect(existsSync(path)).toBe(true);

  await tabTo(window, "Run a-menu-of-two");
  await window.keys(Key.RETURN);
  await window.says("play-words", /^Passed: 4 steps in /);
  await bot.become(broken);
  await tabTo(window, "Run a-menu-of-two");
  await window.keys(Key.RETURN);
  await seesDifference(window);
  await bot.become();
  await tabTo(window, "Run a-menu-of-two");
  await window.keys(Key.RETURN);
  await window.says("play-words", /^Passed: 4 steps in /);
  await noneWasPressed();
});
