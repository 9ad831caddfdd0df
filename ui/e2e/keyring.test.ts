// A keyring that cannot be used is said to be so; only the user's word makes memory stand in for it.
import { expect } from "vitest";
import { KeyringSession } from "./parts/keyring";
import { giveBot } from "./parts/steps";
import { test } from "./parts/test";

test("a locked keyring", async ({ home, open, sandbox, onTestFinished }) => {
  const session = await KeyringSession.unlocked(home);
  onTestFinished(() => session.end());
  const telegram = await sandbox();
  home.env["HOOKBAY_TELEGRAM_ROOT"] = telegram.apiRoot;
  const { token } = await telegram.bot("Pizza orders", "pizza_orders_bot");
  session.lock();

  const window = await open();
  expect(await window.error("keyring_locked")).toMatchInlineSnapshot();
  await window.press("real-start");
  await giveBot(window, token);
  // Refused: a bot without its token would be half a bot.
  expect(await window.all("bot")).toHaveLength(0);

  await session.unlock();
  await window.press("retry-keyring");
  await window.press("add-bot-submit");
  await window.says("bot-health", /No webhook is set/);
  await window.press("settings");
  await window.says("keyring-state", "Tokens are kept in this computer's keyring.");
});

test("no keyring at all, and a token for this run only", async ({ home, open, sandbox, onTestFinished }) => {
  const session = await KeyringSession.without(home);
  onTestFinished(() => session.end());
  const telegram = await sandbox();
  home.env["HOOKBAY_TELEGRAM_ROOT"] = telegram.apiRoot;
  const { token } = await telegram.bot("Pizza orders", "pizza_orders_bot");

  let window = await open();
  expect(await window.error("keyring_absent")).toMatchInlineSnapshot();
  await window.press("keep-for-run");
  await window.press("real-start");
  await giveBot(window, token);
  await window.see("set-webhook-form");
  await window.close();

  // In the next run the bot is there, and asks for its token.
  window = await open();
  await window.says("bot-health", /token/);
  for (const [path, bytes] of home.files()) expect(bytes.includes(token.split(":")[1] ?? ""), `${path} holds the token`).toBe(false);
});
