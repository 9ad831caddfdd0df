// The way on to the developer's own bot.
import { expect } from "vitest";
import { LocalBot } from "./parts/localBot";
import { freePort } from "./parts/port";
import { AUTHTOKEN, listeningBot } from "./parts/steps";
import { test } from "./parts/test";
import { until } from "./parts/until";

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

  // Edited and sent again: both answers are seen.
  await window.keys("e");
  await window.see("json-editor");
  await window.press("replay-send");
  await window.see("both-answers");
  await until("it came again", () => bot.got.length === sent.length + 1);
  expect(bot.got.at(-1)).toBe(sent.at(-1));
});
