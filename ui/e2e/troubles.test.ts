// What goes wrong outside says, in the window, what happened and what to do about it.
import { expect } from "vitest";
import { freePort, takenPort } from "./parts/port";
import { addOwnBot, AUTHTOKEN, connectNgrok, giveBot, listeningBot } from "./parts/steps";
import { test } from "./parts/test";

test("a wrong token", async ({ home, open, sandbox }) => {
  const telegram = await sandbox();
  home.env["HOOKBAY_TELEGRAM_ROOT"] = telegram.apiRoot;
  const window = await open();
  await window.press("real-start");

  await giveBot(window, "12345");
  expect(await window.error("token_malformed")).toMatchInlineSnapshot();
  await giveBot(window, `4242:${"w".repeat(35)}`);
  expect(await window.error("unauthorized")).toMatchInlineSnapshot();
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
  expect(await window.text("verdict")).toMatchInlineSnapshot();
});

test("no network to Telegram", async ({ home, open }) => {
  home.env["HOOKBAY_TELEGRAM_ROOT"] = `http://127.0.0.1:${await freePort()}`;
  const window = await open();
  await window.press("real-start");
  await giveBot(window, `4242:${"w".repeat(35)}`);
  expect(await window.error("connect")).toMatchInlineSnapshot();
});

test("no network to ngrok, which comes back", async ({ home, open, sandbox }) => {
  const telegram = await sandbox("--local", "--authtoken", AUTHTOKEN);
  home.useEdge(telegram);
  await telegram.control("edge", { action: "refuse_connections" });
  const { token } = await telegram.bot("Pizza orders", "pizza_orders_bot");
  const window = await open();
  await addOwnBot(window, token, telegram.apiRoot);
  await connectNgrok(window);
  expect(await window.error("ngrok")).toMatchInlineSnapshot();
  await telegram.control("edge", { action: "accept_connections" });
  await window.see("set-webhook-confirm");
});

test("a refused authtoken", async ({ home, open, sandbox }) => {
  const telegram = await sandbox("--local", "--authtoken", "another");
  home.useEdge(telegram);
  const { token } = await telegram.bot("Pizza orders", "pizza_orders_bot");
  const window = await open();
  await addOwnBot(window, token, telegram.apiRoot);
  await connectNgrok(window);
  expect(await window.error("ngrok_auth")).toMatchInlineSnapshot();
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
  expect([happened.replaceAll(String(port), "PORT"), remedy]).toMatchInlineSnapshot();

  // Once the port is free, the same button goes on.
  await new Promise((resolve) => server.close(resolve));
  await window.press("tunnel-connect");
  await window.see("set-webhook-confirm");
});
