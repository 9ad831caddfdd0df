// Telegram asks to wait: the window says until when, and nothing goes past it.
import { expect } from "vitest";
import { AUTHTOKEN, listeningBot } from "./parts/steps";
import { test } from "./parts/test";

test("a wait that Telegram asks for", async ({ home, open, sandbox }) => {
  const telegram = await sandbox("--local", "--authtoken", AUTHTOKEN);
  home.useEdge(telegram);
  const window = await open();
  const token = await listeningBot(window, telegram);
  await window.press("tab-webhook");
  await window.says("verdict", /^Telegram delivers to this computer/);
  await telegram.control("faults", { token, fault: "too_many_requests", retry_after: 20, method: "getWebhookInfo" });
  await window.press("refresh");
  await window.says("verdict", /^Telegram asks to wait until \d\d:\d\d:\d\d It is not asked about this bot before that\. Then Hookbay looks again by itself\. Next try: in \d+ s\.$/);
  await window.says("bot-health", /^Telegram asks to wait/);

  // Neither the button nor the window's own look goes past it.
  const asked = await telegram.calls(token, "getWebhookInfo");
  await window.press("check-now");
  await window.says("verdict", /Next try: in \d s\.$/);
  expect(await telegram.calls(token, "getWebhookInfo")).toBe(asked);

  // Nobody presses anything.
  await window.says("verdict", /^Telegram delivers to this computer/);
  expect(await telegram.calls(token, "getWebhookInfo")).toBeGreaterThan(asked);
});
