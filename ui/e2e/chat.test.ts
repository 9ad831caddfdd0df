// A person talks with a bot in the sandbox, through the whole app: chat, delivery, the bot's own program, and back.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { focusOn, noPointer, seesFocus, withCtrl } from "./parts/byKeys";
import { lastSays, talking } from "./parts/talking";
import { test } from "./parts/test";
import { until } from "./parts/until";
import { Key } from "./parts/window";

test("a person talks with a bot by mouse: formatting, buttons, an alert, edits, a poll", async ({ home, open }) => {
  const { window, bot } = await talking(home, open);
  await window.press("try");
  await lastSays(window, /Pizza or pasta\? .*order\("pizza"\)/);
  expect(await window.driver.executeScript("return [...document.querySelectorAll('.said strong, .said em, .said .said-spoiler, .said .said-language')].map((each) => each.tagName + ' ' + each.textContent)")).toEqual(["STRONG Pizza", "EM pasta", "BUTTON Pizza", "SPAN js"]);

  await window.type("chat-field", "/size");
  await window.press("chat-send");
  await lastSays(window, /Which size\?/);
  const [small, large, where] = await window.all("inline-button");
  await small?.click();
  await window.says("toast", "A small one");
  await large?.click();
  await window.says("chat-alert", /Large is sold out/);
  await window.press("alert-close");
  await where?.click();
  await window.says("chat-note", /https:\/\/example\.com\//);

  // Up edits what was said last, and the bot hears of it.
  await window.type("chat-field", "two of them" + Key.RETURN);
  await lastSays(window, /You said two of them/);
  await (await window.see("chat-field")).sendKeys(Key.ARROW_UP);
  await window.says("composer-mode", /^Edit: two of them/);
  await window.type("chat-field", "three of them" + Key.RETURN);
  await lastSays(window, /Now it says three of them/);
  await window.see("edited");

  await window.type("chat-field", "/poll" + Key.RETURN);
  await lastSays(window, /Which topping\?/);
  await window.pressOf("poll-option", 1);
  await lastSays(window, /You chose 1/);
  await window.says("poll", /Capers 1 · 100 %/);

  // A poll of one's own, which the bot gets as a message.
  await window.press("poll-open");
  await window.type("poll-question", "Which day?");
  await window.type("poll-choices", "Monday" + Key.RETURN + "Sunday");
  await window.press("poll-send");
  await lastSays(window, /Thank you/);
  expect(bot.got.at(-1)?.message).toMatchObject({ poll: { question: "Which day?", options: [{ text: "Monday" }, { text: "Sunday" }] } });
  expect(bot.got.map(({ callback_query }) => callback_query?.data).filter(Boolean)).toEqual(["small", "large"]);
});

test("a person talks with a bot by the keyboard alone", async ({ home, open }) => {
  const { window, bot } = await talking(home, open);
  const noneWasPressed = await noPointer(window);
  // Esc leaves the field for the page's own keys; they lead away and back into the field.
  await window.keys(Key.ESCAPE);
  await window.keys("g", "i");
  await window.see("say-input");
  await window.keys("g", "c");
  await focusOn(window, "chat-field");
  // A command of the bot's own list.
  await window.keys("/teach", Key.RETURN);
  await until("the commands are known", async () => (await window.all("commands-open")).length === 1);
  await window.keys("/si");
  await window.says("command", /^\/size Choose a size/);
  await window.keys(Key.RETURN);
  await lastSays(window, /Which size\?/);

  // Up into the chat, onto the buttons; a notice, and an alert that gives the focus back.
  await withCtrl(window, Key.ARROW_UP);
  await focusOn(window, "chat-message");
  await seesFocus(window);
  await window.keys(Key.RETURN, Key.RETURN);
  await window.says("toast", "A small one");
  await window.keys(Key.ARROW_RIGHT);
  await seesFocus(window);
  await window.keys(Key.RETURN);
  await window.says("chat-alert", /Large is sold out/);
  await window.keys(Key.RETURN);
  await focusOn(window, "inline-button");

  // A reaction, and an answer to that message.
  await window.keys(Key.ESCAPE, "+");
  await focusOn(window, "react-with");
  await seesFocus(window);
  await window.keys(Key.ARROW_RIGHT, Key.RETURN);
  await window.says("reaction", "❤ 1");
  await focusOn(window, "chat-message");
  await window.keys("r");
  await window.says("composer-mode", /^Reply to Sandbox bot: Which size\?/);
  await window.keys("the large one", Key.RETURN);
  await lastSays(window, /You said the large one/);

  // What is hidden in a text.
  await window.keys("/start", Key.RETURN);
  await lastSays(window, /Pizza or pasta\?/);
  await withCtrl(window, Key.ARROW_UP);
  await window.keys(Key.RETURN);
  await focusOn(window, "spoiler");
  await seesFocus(window);
  await window.keys(Key.RETURN);
  await focusOn(window, "spoiler-open");
  await window.says("spoiler-open", "Pizza");
  await window.keys(Key.ESCAPE, Key.ESCAPE);
  await focusOn(window, "chat-field");

  // The bot's keyboard under the field: what a key says, and what it asks for.
  await window.keys("/keys", Key.RETURN);
  await window.see("reply-keyboard");
  await withCtrl(window, Key.ARROW_DOWN);
  await focusOn(window, "reply-button");
  await seesFocus(window);
  await window.keys(Key.RETURN);
  await lastSays(window, /You said Menu/);
  await focusOn(window, "chat-field");
  await withCtrl(window, Key.ARROW_DOWN);
  await window.keys(Key.ARROW_RIGHT, Key.RETURN);
  await window.see("share-form");
  await window.keys(Key.RETURN);
  await lastSays(window, /Thank you/);
  await focusOn(window, "chat-field");

  // A message that the bot wants answered, which the field answers by itself.
  await window.keys("/name", Key.RETURN);
  await window.says("composer-mode", /^Reply to Sandbox bot: What is your name\?/);
  expect(await (await window.see("chat-field")).getAttribute("placeholder")).toBe("Your name");
  await window.keys("Ann", Key.RETURN);
  await lastSays(window, /You said Ann/);
  expect(bot.got.at(-1)?.message?.reply_to_message?.text).toBe("What is your name?");

  // Inline mode.
  const overview = await window.ask<{ bots: { username: string }[] }>("overview", {});
  await window.keys(`@${overview.bots[0]?.username} olives`);
  await window.says("inline-result", /^About olives/);
  await window.keys(Key.RETURN);
  await until("it is sent", async () => (await window.texts("chat-message")).some((text) => /All about olives/.test(text)));
  await noneWasPressed();
});

test("keyboards, files, groups and other people", async ({ home, open }) => {
  const { window, bot } = await talking(home, open);
  await window.type("chat-field", "/keys" + Key.RETURN);
  await window.see("reply-keyboard");
  expect(await (await window.see("chat-field")).getAttribute("placeholder")).toBe("Menu or place");
  await window.pressWords("Menu");
  await lastSays(window, /You said Menu/);
  await window.pressWords("My place");
  await window.press("share");
  await lastSays(window, /Thank you/);

  const picture = join(home.folder, "dot.png");
  writeFileSync(picture, Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64"));
  await (await window.all("attach"))[0]?.sendKeys(picture);
  await window.says("to-send", /^dot\.png/);
  await window.type("chat-field", "Like this" + Key.RETURN);
  await lastSays(window, /A photo: Like this/);
  await window.see("chat-picture");

  // A person of one's own in a group of one's own.
  await window.press("add-person");
  await window.type("person-name", "Omar Haddad" + Key.RETURN);
  await until("one writes as him", async () => (await (await window.see("chat-field")).getAttribute("aria-label"))?.startsWith("Write as Omar Haddad"));
  await window.press("add-room");
  await window.type("room-title", "Kitchen" + Key.RETURN);
  await window.says("who-is-in", /^Group: .*Omar Haddad/);
  await window.type("chat-field", "/start" + Key.RETURN);
  await lastSays(window, /Pizza or pasta/);
  expect(bot.got.at(-1)?.message?.chat.id).toBeLessThan(0);
  await window.press("leave");
  await window.press("join");
  await window.see("chat-field");
});

test("cause and effect, mishaps, and what the sandbox does not know", async ({ home, open }) => {
  const { window, bot } = await talking(home, open);
  await window.resize(1600, 900);
  if ((await window.all("transcript")).length === 0) await window.press("transcript-toggle");
  await window.type("chat-field", "/wrong" + Key.RETURN);
  await window.says("refusal", "Bad Request: message text is empty");
  await window.type("chat-field", "/hologram" + Key.RETURN);
  await window.says("unknown-method", /^Your bot called sendHologram once: the sandbox does not know it\.$/);
  await until("it is said at its update", async () => (await window.texts("transcript-entry")).some((text) => /\/hologram .*sendHologram .*There is no method sendHologram/.test(text)));
  await window.pressOf("chat-message", 0);
  await until("its entry is chosen", () => window.driver.executeScript("return document.querySelector('[data-testid=transcript-entry][aria-current]')?.textContent.includes('/wrong')"));
  await window.press("show-in-inbox");
  await window.says("json", /"text": "\/wrong"/);

  // An answer that is lost: the same update is sent again, and Hookbay passes it on once.
  await window.press("tab-chat");
  // In a low and narrow window too, all of the menu is in the pane.
  await window.resize(1024, 700);
  await window.press("mishap");
  await window.see("mishaps");
  const [menu, pane] = await window.driver.executeScript<{ left: number; right: number; bottom: number }[]>("return ['.mishaps', '.room-pane'].map((at) => document.querySelector(at).getBoundingClientRect().toJSON())");
  expect(menu!.left).toBeGreaterThanOrEqual(pane!.left);
  expect(menu!.right).toBeLessThanOrEqual(pane!.right);
  expect(menu!.bottom).toBeLessThanOrEqual(pane!.bottom);
  await window.resize(1600, 900);
  await window.press("order-lost_answer");
  await window.says("chat-note", /^Ordered: The next update is delivered/);
  await window.type("chat-field", "again" + Key.RETURN);
  await until("it was sent twice", async () => (await window.texts("transcript-entry")).some((text) => /again 200 OK after .*, 2 tries/.test(text)));
  expect(bot.got.filter(({ message }) => message?.text === "again")).toHaveLength(1);
});

test("a long chat is read without jumping, and says how much is new", async ({ home, open }) => {
  const { window, bot } = await talking(home, open);
  const overview = await window.ask<{ bots: { id: string }[] }>("overview", {});
  const { people } = await window.ask<{ people: { id: number }[] }>("sandbox_world", { bot_id: overview.bots[0]?.id });
  const say = (text: string) => window.ask("act_in_sandbox", { bot_id: overview.bots[0]?.id, user_id: people[0]?.id, chat_id: null, act: { type: "say", text, reply_to: null } });
  for (let n = 1; n <= 70; n++) await say(`number ${n}`);
  await lastSays(window, /You said number 70/, 90_000);
  expect(bot.got).toHaveLength(70);

  // Opened anew it is shown from its end, where it stays while it grows. Older ones come from above, and what is read keeps its place.
  await window.pressOf("room", 1);
  await window.see("try");
  await window.pressOf("room", 0);
  await lastSays(window, /You said number 70/);
  const box = "const box = document.querySelector('.messages');";
  expect(await window.driver.executeScript(`${box} return box.scrollHeight - box.scrollTop - box.clientHeight < 2`)).toBe(true);
  const before = (await window.all("chat-message")).length;
  const top = `${box} return document.querySelector('[data-key="' + arguments[0] + '"]').offsetTop - box.scrollTop`;
  const key = await window.driver.executeScript<string>(`${box} box.scrollTop = 300; return [...box.querySelectorAll('.message')].find((each) => each.offsetTop >= 300).dataset.key`);
  const place = await window.driver.executeScript<number>(top, key);
  await until("older ones are here", async () => (await window.all("chat-message")).length > before);
  expect(Math.abs((await window.driver.executeScript<number>(top, key)) - place)).toBeLessThan(2);

  await say("number 71");
  await window.says("new-messages", /^↓ 2 new$/);
  expect(Math.abs((await window.driver.executeScript<number>(top, key)) - place)).toBeLessThan(2);
  await window.press("new-messages");
  await until("the end is shown", () => window.driver.executeScript(`${box} return box.scrollHeight - box.scrollTop - box.clientHeight < 2`));
  await lastSays(window, /You said number 71/);
});
