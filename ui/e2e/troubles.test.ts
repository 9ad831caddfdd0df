// What goes wrong outside says, in the window, what happened and what to do about it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { freePort, takenPort } from "./parts/port";
import { addOwnBot, AUTHTOKEN, connectNgrok, giveBot, listeningBot } from "./parts/steps";
import { test } from "./parts/test";
import { until } from "./parts/until";

test("a wrong token", async ({ home, open, sandbox }) => {
  const telegram = await sandbox();
  home.env["HOOKBAY_TELEGRAM_ROOT"] = telegram.apiRoot;
  const window = await open();
  await window.press("real-start");

  await giveBot(window, "12345");
  expect(await window.error("token_malformed")).toMatchInlineSnapshot(`
    {
      "happened": "This is not a bot token.",
      "remedy": "A token looks like 123456789:AAE… with at least 30 characters after the colon. Copy it from @BotFather.",
    }
  `);
  await giveBot(window, `4242:${"w".repeat(35)}`);
  expect(await window.error("unauthorized")).toMatchInlineSnapshot(`
    {
      "happened": "Telegram does not accept this token: it is wrong or was revoked.",
      "remedy": "Copy the current token from @BotFather and paste it here.",
    }
  `);
  expect(await window.all("bot")).toHaveLength(0);
});

test("a revoked token, and the new one in its place", async ({ home, open, sandbox }) => {
  const telegram = await sandbox("--local", "--authtoken", AUTHTOKEN);
  home.useEdge(telegram);
  const window = await open();
  const token = await listeningBot(window, telegram);
  await telegram.control("revoke", { token });
  await window.press("tab-webhook");
  await window.press("refresh");
  await window.says("bot-health", /^Telegram refuses its token: replace it under Edit bot\.$/);
  await window.says("verdict", /^Telegram does not accept this token: it is wrong or was revoked\. Copy the current token from @BotFather and paste it here\. Next try: in \d+ min\. Replace the token$/);

  // @BotFather gives another one for the same bot.
  const next = token.replace(/:.*/, `:${"n".repeat(35)}`);
  await telegram.control("bots", { token: next, name: "Pizza orders", username: "pizza_orders_bot" });
  await window.press("edit-bot");
  await window.type("new-token", next);
  await window.press("replace-token");
  // Telegram's side knows of no webhook with it, and Hookbay sets it again by itself.
  await window.says("bot-health", /^Telegram delivers to this computer/);
  await telegram.says(next, "back again");
  await window.press("tab-inbox");
  await window.says("update-row", /back again$/);
});

test("no network to Telegram: its name is not found", async ({ home, open }) => {
  home.env["HOOKBAY_TELEGRAM_ROOT"] = "https://api.telegram.invalid";
  const window = await open();
  await window.press("real-start");
  await giveBot(window, `4242:${"w".repeat(35)}`);
  expect(await window.error("dns")).toMatchInlineSnapshot(`
    {
      "happened": "api.telegram.invalid cannot be found.",
      "remedy": "Check the name of the Bot API server and this computer's internet connection.",
    }
  `);
});

test("no network to Telegram: nothing answers", async ({ home, open }) => {
  const port = await freePort();
  home.env["HOOKBAY_TELEGRAM_ROOT"] = `http://127.0.0.1:${port}`;
  const window = await open();
  await window.press("real-start");
  await giveBot(window, `4242:${"w".repeat(35)}`);
  const { happened, remedy } = await window.error("connect");
  expect([happened.replace(String(port), "PORT"), remedy]).toMatchInlineSnapshot(`
    [
      "Nothing answers at 127.0.0.1:PORT.",
      "Start the Bot API server there, or correct its address.",
    ]
  `);
});

test("no network to ngrok, which comes back", async ({ home, open, sandbox }) => {
  const telegram = await sandbox("--local", "--authtoken", AUTHTOKEN);
  home.useEdge(telegram);
  const { token } = await telegram.bot("Pizza orders", "pizza_orders_bot");
  const port = await freePort();
  const edge = home.env["HOOKBAY_NGROK_SERVER"];
  home.env["HOOKBAY_NGROK_SERVER"] = `localhost:${port}`;
  let window = await open();
  await addOwnBot(window, token, telegram.apiRoot);
  await connectNgrok(window);
  expect(await window.error("ngrok")).toMatchInlineSnapshot(`
    {
      "happened": "ngrok cannot be reached.",
      "remedy": "Check the internet connection; Hookbay tries again by itself.",
    }
  `);
  await window.close();

  // At the next start there is one: nothing has to be pressed.
  home.env["HOOKBAY_NGROK_SERVER"] = edge;
  window = await open();
  await window.says("tunnel-state", /^ngrok online$/);

  // It goes away and comes back, and with it the same way in.
  await telegram.control("edge", { action: "refuse_connections" });
  await telegram.control("edge", { action: "cut" });
  await window.says("tunnel-state", /^ngrok lost/);
  await telegram.control("edge", { action: "accept_connections" });
  // Its own next try may be faster than the button.
  await until("ngrok is online again", async () => {
    for (const retry of await window.all("retry-tunnel")) await retry.click();
    return (await window.text("tunnel-state")) === "ngrok online";
  });
});

test("a refused authtoken", async ({ home, open, sandbox }) => {
  const telegram = await sandbox("--local", "--authtoken", "another");
  home.useEdge(telegram);
  const { token } = await telegram.bot("Pizza orders", "pizza_orders_bot");
  const window = await open();
  await addOwnBot(window, token, telegram.apiRoot);
  await connectNgrok(window);
  expect(await window.error("ngrok_auth")).toMatchInlineSnapshot(`
    {
      "happened": "ngrok refused the authtoken (ERR_NGROK_107).",
      "remedy": "Copy the authtoken from dashboard.ngrok.com and paste it into the tunnel's settings.",
    }
  `);
});

test("a port that another program has", async ({ open, sandbox }) => {
  const telegram = await sandbox("--local");
  const { port, server } = await takenPort();
  const { token } = await telegram.bot("Pizza orders", "pizza_orders_bot");
  const window = await open();
  await addOwnBot(window, token, telegram.apiRoot);
  await window.pressWords("Your own domain");
  await window.type("webhook-domain", "https://bots.example.com");
  await window.type("webhook-port", String(port));
  await window.press("tunnel-connect");
  const { happened, remedy } = await window.error("port_taken");
  expect([happened.replaceAll(String(port), "PORT"), remedy]).toMatchInlineSnapshot(`
    [
      "Port PORT is in use by another program.",
      "Stop that program or choose another port in the tunnel's settings.",
    ]
  `);

  // Once the port is free, the same button goes on.
  await new Promise((resolve) => server.close(resolve));
  await window.press("tunnel-connect");
  await window.see("set-webhook-confirm");
});

test("a second window on the same data, until the first is closed", async ({ open }) => {
  const first = await open();
  await first.see("sandbox-start");
  const second = await open();
  expect(await second.error("already_running")).toMatchInlineSnapshot(`
    {
      "happened": "Hookbay is running already with this data folder.",
      "remedy": "Use its window, or quit it first; for a second one set HOOKBAY_DATA_DIR to another folder.",
    }
  `);
  await first.close();
  await second.pressWords("Try again");
  await second.see("sandbox-start");
});

test("a database of a newer version is left as it is", async ({ home, open }) => {
  const first = await open();
  await first.see("sandbox-start");
  await first.close();
  const path = join(home.data, "hookbay.sqlite");
  const newer = readFileSync(path);
  // user_version (SQLite's file format, offset 60).
  newer.writeUInt32BE(9999, 60);
  writeFileSync(path, newer);

  const window = await open();
  expect(await window.error("store_newer")).toEqual({
    happened: expect.stringMatching(/^The database was written by a newer Hookbay \(schema 9999, this one knows \d+\)\.$/),
    remedy: "Install the newer Hookbay, or point HOOKBAY_DATA_DIR at another folder. Nothing was changed.",
  });
  await window.close();
  expect(readFileSync(path).equals(newer)).toBe(true);
});
