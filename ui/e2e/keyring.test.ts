// A keyring that cannot be used is said to be so; only the user's word makes memory stand in for it.
import { expect } from "vitest";
import { KeyringSession } from "./parts/keyring";
import { giveBot } from "./parts/steps";
import { test } from "./parts/test";
import { until } from "./parts/until";

test("a locked keyring", async ({ home, open, sandbox }) => {
  const session = await KeyringSession.unlocked(home);
  const telegram = await sandbox();
  home.env["HOOKBAY_TELEGRAM_ROOT"] = telegram.apiRoot;
  const { token } = await telegram.bot("Pizza orders", "pizza_orders_bot");
  await session.lock();

  const window = await open();
  expect(await window.error("keyring_locked")).toMatchInlineSnapshot(`
    {
      "happened": "The keyring is locked, so tokens cannot be read or kept.",
      "remedy": "Unlock the keyring and press Try again, or keep secrets for this run only.",
    }
  `);
  await window.press("real-start");
  await giveBot(window, token);
  // Refused, beside what is said of the keyring: a bot without its token would be half a bot.
  await until("it is refused", async () => (await window.all("error-note")).length >= 2);
  expect(await window.all("bot")).toHaveLength(0);

  await session.unlock();
  await window.press("retry-keyring");
  await until("the note is gone", async () => (await window.all("keyring-note")).length === 0);
  await window.press("add-bot-submit");
  await window.see("tunnel-form");
  await window.pressWords("Later");
  await window.says("bot-health", /^No webhook is set/);
  await window.press("settings");
  await window.says("keyring-state", "Tokens are kept in this computer's keyring.");
});

test("no keyring at all, and a token for this run only", async ({ home, open, sandbox }) => {
  const session = await KeyringSession.without(home);
  const telegram = await sandbox();
  home.env["HOOKBAY_TELEGRAM_ROOT"] = telegram.apiRoot;
  const { token } = await telegram.bot("Pizza orders", "pizza_orders_bot");

  let window = await open();
  expect(await window.error("keyring_absent")).toMatchInlineSnapshot(`
    {
      "happened": "This session has no keyring to keep tokens in.",
      "remedy": "Install and start one (on Debian: apt install gnome-keyring) and press Try again, or keep secrets for this run only.",
    }
  `);
  await window.press("keep-for-run");
  await window.press("real-start");
  await giveBot(window, token);
  await window.see("tunnel-form");
  await window.close();

  // In the next run the bot is there, and asks for its token.
  window = await open();
  await window.says("bot-health", /^The keyring that holds its token cannot be read\.$/);
  await session.startKeyring();
  await window.press("retry-keyring");
  await window.says("bot-health", /^Its token is missing: give it again under Edit bot\.$/);
  await window.press("edit-bot");
  await window.type("new-token", token);
  await window.press("replace-token");
  await window.says("bot-health", /^No webhook is set/);
  for (const [path, bytes] of home.files()) expect(bytes.includes(token.split(":")[1] ?? ""), `${path} holds the token`).toBe(false);
});
