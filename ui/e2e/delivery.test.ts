// The way on to the developer's own bot.
import { By } from "selenium-webdriver";
import { expect } from "vitest";
import { LocalBot } from "./parts/localBot";
import { freePort } from "./parts/port";
import { AUTHTOKEN, listeningBot } from "./parts/steps";
import { test } from "./parts/test";
import { until } from "./parts/until";
import { Key, type Window } from "./parts/window";

test("while the bot is down its updates are held, and once it is up it gets each in order", async ({ home, open, sandbox }) => {
  const telegram = await sandbox("--local", "--authtoken", AUTHTOKEN);
  home.useEdge(telegram);
  const window = await open();
  const token = await listeningBot(window, telegram);
  const port = await freePort();
  await window.press("tab-delivery");
  await window.press("delivery-help");
  await window.type("target-url", `http://127.0.0.1:${port}/hook`);
  await window.press("save-delivery");
  await window.says("delivery-health", /^Nothing was sent to 127\.0\.0\.1:\d+\/hook yet/);

  const sent: number[] = [];
  for (let each = 0; each < 41; each++) sent.push(await telegram.says(token, `pizza ${each}`));
  await window.says("delivery-health", /41 updates held/);
  await window.says("head-delivery", /41 updates held/);
  // Telegram's side was answered all the same.
  await telegram.delivered(token, sent.at(-1) ?? 0);

  const bot = await LocalBot.start(port);
  home.atEnd(async () => bot.stop());
  await window.says("delivery-health", /^Your bot answers at 127\.0\.0\.1:\d+\/hook/);
  await until("it has all", () => bot.got.length >= sent.length);
  expect(bot.got).toEqual(sent);
  await until("nothing is held any more", async () => !/held/.test(await window.text("head-delivery")));

  // Each row says what became of it, and how it went.
  await window.press("tab-inbox");
  await window.press("update-row");
  await window.see("attempt");

  // Edited and sent again: what the bot answers now stands beside what it answered before.
  await window.keys("e");
  await rewrite(window, '"text": "pizza 40"', '"text": "sushi 41"');
  await window.press("replay-send");
  await window.says("answer-before", /You said: pizza 40/);
  await window.says("answer-replay", /You said: sushi 41/);
  expect(await window.text("answer-before")).not.toContain("sushi");
  expect(await window.text("answer-replay")).not.toContain("pizza");
  await until("it came again", () => bot.got.length === sent.length + 1);
  expect(bot.got.at(-1)).toBe(sent.at(-1));
});

/** Writes over a line of the editor, by the keyboard. */
async function rewrite(window: Window, before: string, after: string): Promise<void> {
  const line = await until(`the editor has the line ${before}`, async () => {
    const editor = await window.see("json-editor");
    for (const each of await editor.findElements(By.css(".cm-line"))) if ((await window.read(each)).startsWith(before)) return each;
    return null;
  });
  const text = await window.read(line);
  await window.driver.executeScript("arguments[0].scrollIntoView({ block: 'nearest' })", line);
  await line.click();
  // From its end back to the first letter, over whatever stands before that.
  await window.keys(Key.END);
  await window.driver.actions().keyDown(Key.SHIFT).sendKeys(Key.HOME).keyUp(Key.SHIFT).perform();
  await window.keys(text.replace(before, after));
  await until("the editor has what was typed", async () => (await window.text("json-editor")).includes(after));
}
