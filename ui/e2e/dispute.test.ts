// Another process moves a webhook that is ours: it is said and asked, and never fought over.
import { expect } from "vitest";
import { AUTHTOKEN, historySays, listeningBot } from "./parts/steps";
import { test } from "./parts/test";
import { until } from "./parts/until";

test("who has taken the bot is named, nothing is fought over, and either answer is obeyed", async ({ home, open, sandbox, elsewhere }) => {
  const telegram = await sandbox("--local", "--authtoken", AUTHTOKEN);
  home.useEdge(telegram);
  // The shortest there is: nothing has to be pressed to find out.
  home.env["HOOKBAY_CHECK_INTERVAL"] = "10";
  const window = await open();
  const token = await listeningBot(window, telegram);
  const { url: ours } = await telegram.webhookInfo(token);
  const rival = await elsewhere(telegram, "rival.example.com");
  const isTheirs = async () => (await telegram.webhookInfo(token)).url === rival.url;
  await window.press("tab-webhook");

  await rival.takes(token);
  await window.says("verdict", /^rival\.example\.com:\d+ has taken this bot over Another program has set its own webhook.*First seen: .* Take it back Leave it to them$/);
  expect(await window.text("bot-health")).toMatch(/^rival\.example\.com:\d+ has taken this bot over, first seen/);
  await historySays(window, /rival\.example\.com:\d+ took this bot over/);

  // Another check, although the button asks to repair what can be, changes nothing.
  const set = await telegram.calls(token, "setWebhook");
  const asked = await telegram.calls(token, "getWebhookInfo");
  await window.press("check-now");
  await until("it was checked again", async () => (await telegram.calls(token, "getWebhookInfo")) > asked && (await window.all("check-now"))[0]?.isEnabled());
  expect(await telegram.calls(token, "setWebhook")).toBe(set);
  expect(await isTheirs()).toBe(true);

  await window.press("mend-take_back");
  await window.says("verdict", /^Telegram delivers to this computer/);
  expect((await telegram.webhookInfo(token)).url).toBe(ours);
  await telegram.says(token, "it is mine again");
  await window.press("tab-inbox");
  await window.says("update-row", /it is mine again$/);

  // A second time it is theirs to keep.
  await window.press("tab-webhook");
  await rival.takes(token);
  await window.press("check-now");
  await window.press("mend-let_go");
  await window.says("verdict", /^This bot delivers to rival\.example\.com:\d+ It was set by something else\. Hookbay leaves it alone/);
  await window.close();
  expect(await isTheirs()).toBe(true);
});
