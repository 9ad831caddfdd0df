// Somebody else's webhook is taken over with consent only, and put back after a crash and at a quit.
import { expect } from "vitest";
import { addOwnBot, AUTHTOKEN, connectNgrok, historySays } from "./parts/steps";
import { test } from "./parts/test";
import { until } from "./parts/until";

const THEIR_SECRET = "their-secret_0123456789";

test("taken over, lost to kill -9, and put back; taken again, and put back at a quit", async ({ home, open, sandbox, elsewhere }) => {
  const telegram = await sandbox("--local", "--authtoken", AUTHTOKEN);
  home.useEdge(telegram);
  const { token } = await telegram.bot("Pizza orders", "pizza_orders_bot");
  const theirs = await elsewhere(telegram, "bots.example.com");
  await theirs.takes(token, { max_connections: 7, allowed_updates: ["message", "callback_query"], secret_token: THEIR_SECRET });
  const before = await telegram.webhookInfo(token);
  const delivered = async (text: string) => {
    const update_id = await telegram.says(token, text);
    await until("it is delivered there with their secret", () => theirs.got.some((got) => got.update_id === update_id && got.secret === THEIR_SECRET));
  };

  // The window shows what is there and asks; nothing has happened yet.
  let window = await open();
  await addOwnBot(window, token, telegram.apiRoot);
  await connectNgrok(window);
  const there = await window.text("what-is-there");
  expect(there).toContain(`This bot delivers to ${new URL(theirs.url).host}`);
  expect(there).toContain(theirs.url);
  expect(there).toContain("Connections 7");
  expect(there).toContain("message, callback_query");
  expect(await window.text("lost")).toMatch(/^Lost when you take it over: Its secret token/);
  expect(await telegram.webhookInfo(token)).toEqual(before);

  // Taken over, with what Telegram does not tell.
  await window.type("their-secret", THEIR_SECRET);
  await window.says("lost", "Nothing is lost.");
  await window.press("set-webhook-confirm");
  await window.see("tab-inbox");
  await telegram.says(token, "to this computer");
  await window.says("update-row", /to this computer$/);
  await window.press("tab-webhook");
  await window.says("lease", /this bot delivered to bots\.example\.com:\d+\..*7 connections.*and its secret token/);

  // The app is gone at once; the next start puts theirs back, and says so.
  await window.kill();
  expect((await telegram.webhookInfo(token)).url).not.toBe(theirs.url);
  window = await open();
  await until("theirs is back", async () => (await telegram.webhookInfo(token)).url === theirs.url);
  expect(await telegram.webhookInfo(token)).toEqual(before);
  await delivered("after the crash");
  await window.press("tab-webhook");
  await historySays(window, /Put back to bots\.example\.com:\d+, because Hookbay had ended without doing it\./);
  await window.says("bot-health", /^Telegram delivers to bots\.example\.com:\d+, which is not this computer\.$/);
  await until("the lease is over", async () => (await window.all("lease")).length === 0);

  // It can be taken again, and closing the window puts it back as well.
  await window.press("set-webhook");
  await window.type("their-secret", THEIR_SECRET);
  await window.press("set-webhook-confirm");
  await window.says("bot-health", /^Telegram delivers to this computer/);
  await window.see("lease");
  await window.close();
  expect(await telegram.webhookInfo(token)).toEqual(before);
  await delivered("after the quit");

  // Neither secret is in any file.
  expect(home.files().get(home.log)?.length).toBeGreaterThan(1000);
  expect(home.holding(THEIR_SECRET, token.replace(/^\d+:/, ""), AUTHTOKEN)).toEqual([]);
});
