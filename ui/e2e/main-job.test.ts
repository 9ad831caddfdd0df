// The reason the product exists, from the token to the row, through the ngrok client and an edge.
import { expect } from "vitest";
import { addOwnBot, AUTHTOKEN, connectNgrok } from "./parts/steps";
import { test } from "./parts/test";
import { until } from "./parts/until";

test("an update travels from Telegram's side into the window, and is there after a restart", async ({ home, open, sandbox }) => {
  const telegram = await sandbox("--local", "--authtoken", AUTHTOKEN);
  home.useEdge(telegram);
  const { token } = await telegram.bot("Pizza orders", "pizza_orders_bot");
  const webhook = () => telegram.webhookInfo(token);
  let window = await open();

  // Add the bot, get a public URL, set the webhook.
  await addOwnBot(window, token, telegram.apiRoot);
  await connectNgrok(window);
  await window.press("set-webhook-confirm");
  await window.see("tab-inbox");
  const { url } = await webhook();
  expect(url).toMatch(/^https:\/\/[a-z-]+\d+\.hookbay\.localhost:\d+\/v1\/api\/webhooks\/telegram\/[0-9a-f-]{36}$/);

  // A user writes, and the row appears.
  const updateId = await telegram.says(token, "hello");
  await window.says("update-row", /Ann Petrova hello$/);
  await window.press("update-row");
  await window.says("update-kind", "message");
  expect(await window.text("update-id")).toBe(String(updateId));
  await window.press("tab-raw");
  const body = JSON.parse(await window.text("raw")) as Record<string, unknown>;
  expect(body).toEqual({
    update_id: updateId,
    message: expect.objectContaining({ text: "hello", from: expect.objectContaining({ username: "ann_petrova" }) }),
  });
  await window.press("tab-json");
  await window.says("json", /"text": "hello"/);

  // Telegram's side counts it as delivered.
  await window.press("tab-webhook");
  expect(await window.text("webhook-url")).toBe(url);
  await window.says("pending", "0");
  expect(await webhook()).toMatchObject({ pending_update_count: 0 });
  expect(await webhook()).not.toHaveProperty("last_error_message");

  // Delete it.
  await window.press("delete-webhook");
  await window.says("bot-health", /^No webhook is set/);
  await until("the URL is empty on both sides", async () => (await webhook()).url === "" && (await window.all("webhook-url")).length === 1);
  expect(await window.driver.executeScript("return document.querySelector('[data-testid=webhook-url]').textContent")).toBe("");

  // Close the window, open it again: both are still there.
  await window.close();
  window = await open();
  await window.says("bot", /^Pizza orders/);
  await window.press("tab-inbox");
  await window.says("update-row", /hello$/);
  expect(await window.text("masked-token")).toBe(`${token.split(":")[0]}:••••`);
  await window.close();

  // Neither secret is in any file: the database, what the window keeps, the log.
  const files = home.files();
  expect([...files.keys()].some((path) => path.endsWith(".sqlite"))).toBe(true);
  expect(files.get(home.log)?.length).toBeGreaterThan(1000);
  for (const [path, bytes] of files) {
    for (const secret of [token.split(":")[1], AUTHTOKEN]) expect(bytes.includes(secret ?? ""), `${path} holds a secret`).toBe(false);
  }
});
