// A paused bot is left alone.
import { expect } from "vitest";
import { AUTHTOKEN, giveBot, history, historySays, listeningBot } from "./parts/steps";
import { test } from "./parts/test";
import { until } from "./parts/until";

test("while a bot is paused nothing is repaired, and once it is looked after again it is", async ({ home, open, sandbox }) => {
  const telegram = await sandbox("--local", "--authtoken", AUTHTOKEN);
  home.useEdge(telegram);
  const window = await open();
  const token = await listeningBot(window, telegram);
  const { url } = await telegram.webhookInfo(token);
  const desk = await telegram.bot("Support desk", "pizza_desk_bot");
  await window.press("add-bot-open");
  await giveBot(window, desk.token, telegram.apiRoot);
  await window.press("set-webhook-confirm");
  await window.says("bot-health", /^Telegram delivers to this computer/);

  await window.pressOf("bot", 0);
  await window.press("tab-webhook");
  await window.press("switch-paused");
  await window.says("verdict", /^This bot is paused Hookbay asks and changes nothing about its webhook\./);
  expect(await window.text("checks")).toMatch(/, and not again while paused\.$/);

  // Both webhooks are deleted elsewhere, and all is checked once the tunnel is back: the one that is looked after is repaired.
  for (const each of [token, desk.token]) await telegram.call(each, "deleteWebhook");
  await telegram.edge("cut");
  await until("the other one is repaired", async () => (await telegram.webhookInfo(desk.token)).url !== "");
  expect((await telegram.webhookInfo(token)).url).toBe("");

  await window.press("mend-resume");
  await window.says("verdict", /^Telegram delivers to this computer/);
  await until("it is repaired", async () => (await telegram.webhookInfo(token)).url === url);
  // In that order: it was not repaired before.
  await historySays(window, /Webhook set again/);
  const entries = await history(window);
  const place = (words: string) => entries.findIndex((entry) => entry.includes(words));
  expect([place("Webhook set again"), place("Looked after again"), place("Paused")].every((at, index, all) => at > (all[index - 1] ?? -1)), entries.join("\n")).toBe(true);
});
