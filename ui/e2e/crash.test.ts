// What was answered with 200 is kept, whatever happens to the app.
import { expect } from "vitest";
import { flood } from "./parts/load";
import { freePort } from "./parts/port";
import { addOwnBot, AUTHTOKEN, listeningBot } from "./parts/steps";
import { test } from "./parts/test";

test("an update that was answered with 200 is there after kill -9", async ({ home, open, sandbox }) => {
  const telegram = await sandbox("--local", "--authtoken", AUTHTOKEN);
  home.useEdge(telegram);
  let window = await open();
  const token = await listeningBot(window, telegram);

  // Killed the moment after the answer: nothing else of the app's has run since.
  const updateId = await telegram.says(token, "the last words");
  await telegram.delivered(token, updateId);
  await window.kill();

  window = await open();
  await window.says("update-row", /the last words$/);
  await window.press("update-row");
  expect(await window.text("update-id")).toBe(String(updateId));

  // Nothing was delivered twice to get there.
  const attempts = await telegram.deliveries(token);
  expect(attempts.map((attempt) => [attempt.update_id, attempt.attempt, attempt.delivered])).toEqual([[updateId, 1, true]]);
});

test("of a flood that kill -9 cuts short, each update that was answered is kept once", async ({ open, sandbox }) => {
  const telegram = await sandbox("--local");
  const { token } = await telegram.bot("Pizza orders", "pizza_orders_bot");
  const port = await freePort();
  let window = await open();
  await addOwnBot(window, token, telegram.apiRoot);
  await window.pressWords("Your own domain");
  await window.type("webhook-domain", "https://127.0.0.1");
  await window.type("webhook-port", String(port));
  await window.press("tunnel-connect");
  await window.pressWords("Options");
  const secret = "a_secret-token_of_ours";
  await window.type("secret-token", secret);
  await window.press("set-webhook-confirm");
  await window.see("tab-inbox");
  const { url } = await telegram.call<{ url: string }>(token, "getWebhookInfo");

  // In the very turn in which the last answer is read, before anything else can run.
  const answered: number[] = [];
  const { pid } = window;
  await flood({ port, path: new URL(url).pathname, secret }, 32, (updateId) => {
    answered.push(updateId);
    if (answered.length === 2000) process.kill(pid, "SIGKILL");
  });
  await window.kill();
  expect(answered.length).toBeGreaterThanOrEqual(2000);

  window = await open();
  await window.see("update-row");
  const [bot] = (await window.ask<{ bots: { id: string; update_count: number }[] }>("overview", {})).bots;
  const kept: number[] = [];
  let before: number | null = null;
  do {
    const page: { rows: { seq: number; update_id: number }[]; more: boolean } = await window.ask("list_updates", { bot_id: bot?.id, before, after: null, limit: 500 });
    kept.push(...page.rows.map((row) => row.update_id));
    before = page.more ? (page.rows.at(-1)?.seq ?? null) : null;
  } while (before !== null);
  expect(kept).toHaveLength(bot?.update_count ?? 0);
  expect(new Set(kept).size).toBe(kept.length);
  const missing = answered.filter((updateId) => !kept.includes(updateId));
  expect(missing).toEqual([]);
});
