// ngrok drops the tunnel and hands out another URL: the webhook follows by itself.
import { expect } from "vitest";
import { AUTHTOKEN, historySays, listeningBot } from "./parts/steps";
import { test } from "./parts/test";
import { until } from "./parts/until";

test("a new public URL is registered by itself, and what was written meanwhile arrives once", async ({ home, open, sandbox }) => {
  const telegram = await sandbox("--local", "--authtoken", AUTHTOKEN);
  home.useEdge(telegram);
  const window = await open();
  const token = await listeningBot(window, telegram);
  const { url: before } = await telegram.webhookInfo(token);

  await telegram.edge("refuse_connections");
  await telegram.edge("new_url");
  await telegram.edge("cut");
  await window.says("tunnel-state", /^ngrok lost/);
  const updateId = await telegram.says(token, "into the void");
  await until("it was tried in vain", async () => (await telegram.deliveries(token)).some((each) => each.update_id === updateId && !each.delivered));
  await telegram.edge("accept_connections");

  // Nothing is pressed.
  await window.says("tunnel-state", /^ngrok online$/);
  await until("the webhook is at the new URL", async () => ![before, ""].includes((await telegram.webhookInfo(token)).url));
  const { url: after } = await telegram.webhookInfo(token);
  expect(new URL(after).host).not.toBe(new URL(before).host);
  expect(await window.text("public-url")).toBe(new URL(after).origin);
  await window.says("update-row", /into the void$/);
  await window.press("tab-webhook");
  await window.says("webhook-url", after);
  await historySays(window, new RegExp(`Webhook set again to ${new URL(after).host}, because the public URL had changed\\.`));
  await window.says("verdict", /^Telegram delivers to this computer/);

  await window.press("tab-inbox");
  await until("the one update is listed", async () => (await window.all("update-row")).length === 1);
  expect((await telegram.deliveries(token)).filter((each) => each.update_id === updateId && each.delivered)).toHaveLength(1);
});
