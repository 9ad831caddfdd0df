// A conversation in the real window becomes a scenario, which is run again and again while the bot changes.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { focused, focusOn, tabTo } from "./parts/byKeys";
import { lastSays, talking } from "./parts/talking";
import { test } from "./parts/test";
import { until } from "./parts/until";
import { Key, type Window } from "./parts/window";

const ORDER = `name: An order
steps:
  - say: /size
  - expect:
      text: Which size?
      buttons:
        - [Small, Large]
        - [Where]
`;

/** Another folder for the scenarios. */
async function lookInto(window: Window, folder: string): Promise<void> {
  await window.press("change-scenarios-folder");
  await window.type("scenarios-folder-path", folder);
  await window.press("scenarios-folder-save");
  await window.says("scenarios-folder", folder);
}

test("a conversation is recorded, saved and run; a bot that changed fails it, and mended passes it", async ({ home, open }) => {
  const { window, bot } = await talking(home, open);
  // What was said before is no part of it.
  await window.type("chat-field", "before" + Key.RETURN);
  await lastSays(window, /You said before/);
  await window.press("record");
  await window.says("recording", "Recording: write to the bot");
  await window.type("chat-field", "/size" + Key.RETURN);
  await window.says("recording", "Recording, 2 steps");
  await window.pressOf("inline-button", 0);
  await window.says("recording", "Recording, 4 steps");
  await window.press("record");

  await window.says("yaml-editor", /say: \/size.*Which size\?.*press: Small.*expect_toast: A small one/);
  await window.says("scenario-check", "4 steps");
  const path = join(home.folder, "scenarios", "an-order.yaml");
  await window.type("scenario-title", "An order");
  await window.says("yaml-editor", /name: An order/);
  await window.type("scenario-path", path);
  await window.press("scenario-save");
  await window.says("scenario-saved", `Saved as ${path}`);
  const saved = readFileSync(path, "utf8");
  expect(saved).toMatch(/^name: An order\nsteps:\n {2}- say: \/size\n/);
  expect(saved).not.toContain("before");

  // It plays in a chat of its own, which the window shows.
  await window.says("scenario", /^an-order An order · 4 steps/);
  const before = bot.got.length;
  await window.press("run-scenario");
  await window.says("play-words", /^Passed: 4 steps in /);
  expect(bot.got.slice(before).map((update) => update.message?.text ?? update.callback_query?.data)).toEqual(["/size", "small"]);
  expect(await window.driver.executeScript("return document.querySelector('.chat').scrollTop")).toBe(0);
  await until("its chat is shown, with what was said in it alone", async () => (await window.texts("chat-message")).length === 2);
  await lastSays(window, /Which size\?/);

  bot.instead.set("Which size?", "What size?");
  await window.press("run-scenario");
  await window.says("play-words", /^Failed at step 2 of 4, line 4\. The bot said something else\.$/);
  await window.says("difference-wanted", /^- ?Expected: text: Which size\?$/);
  await window.says("difference-came", /^\+ ?Came: text: What size\?$/);
  expect(await window.driver.executeScript("return [...document.querySelectorAll('[data-testid=scenario-step]')].map((each) => each.dataset.mark)")).toEqual(["passed", "failed", "not_run", "not_run"]);

  bot.instead.clear();
  await window.press("run-scenario");
  await window.says("play-words", /^Passed: 4 steps in /);

  // The same conversation as a whole, under a name that is taken.
  // Three runs have made three chats, and the list moves when the earlier ones are put together.
  await window.says("room-earlier", "2 earlier chats called Ann");
  await window.pressSaying("room", /^Ann Petrova/);
  await window.press("save-conversation");
  await window.type("scenario-path", path);
  await window.press("scenario-save");
  await window.says("scenario-there", /an-order\.yaml is there already\. Replace it/);
  expect(readFileSync(path, "utf8")).toBe(saved);
  await window.press("scenario-replace");
  await window.see("scenario-saved");
  expect(readFileSync(path, "utf8")).not.toBe(saved);
});

test("a folder's scenarios are run, cancelled and edited by the keyboard alone", async ({ home, open }) => {
  const { window } = await talking(home, open);
  const folder = home.folder;
  writeFileSync(join(folder, "order.yaml"), ORDER);
  writeFileSync(join(folder, "broken.yaml"), "steps:\n  - sey: hello\n");
  writeFileSync(join(folder, "long.yaml"), "name: A long wait\nsteps:\n  - say: /size\n  - wait: 10m\n  - say: never\n");
  await window.press("scenarios-toggle");
  await lookInto(window, folder);
  await until("all three are listed", async () => (await window.all("scenario")).length === 3);
  await window.says("scenario-problem", /^It cannot be read\. Line 2, column 5: .*sey/);

  await tabTo(window, "Run long");
  await window.keys(Key.RETURN);
  await window.says("play-words", "Step 2 of 3: wait 10m");
  await lastSays(window, /Which size\?/);
  expect(await focused(window)).toBe("run-scenario");
  await tabTo(window, "Cancel");
  await window.keys(Key.RETURN);
  await window.says("play-words", "Cancelled after 1 of 3 steps.");

  await tabTo(window, "Run order");
  await window.keys(Key.RETURN);
  await window.says("play-words", /^Passed: 2 steps in /);

  await tabTo(window, "Edit order");
  await window.keys(Key.RETURN);
  await focusOn(window, "scenario-title");
  await window.says("yaml-editor", /say: \/size/);
  await window.keys(Key.TAB);
  await window.driver.actions().keyDown(Key.CONTROL).sendKeys(Key.END).keyUp(Key.CONTROL).perform();
  await window.keys("  - sey: more\n");
  await window.says("scenario-check", /^Line 9, column 5: .*sey/);
  await tabTo(window, "Save");
  await window.keys(Key.RETURN);
  expect((await window.error("invalid_input")).happened).toBe("The scenario cannot be read: line 9, column 5.");
  expect(readFileSync(join(folder, "order.yaml"), "utf8")).toBe(ORDER);
  await window.keys(Key.ESCAPE);
  await until("it is put aside", async () => (await window.all("scenarios")).length === 0);
  await focusOn(window, "scenarios-toggle");
  expect(existsSync(join(folder, "order.yaml.new"))).toBe(false);
});
