// The icon in the tray, where the desktop has the library for it, and a start without.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { BIN } from "./parts/home";
import { addOwnBot, AUTHTOKEN, connectNgrok } from "./parts/steps";
import { Tray } from "./parts/tray";
import { test } from "./parts/test";
import { until } from "./parts/until";

/** Where the loader finds it. */
function library(): string {
  const line = /libayatana-appindicator3\.so\.1 .*=> (.*)/.exec(execFileSync("/sbin/ldconfig", ["-p"], { encoding: "utf8" }));
  if (!line?.[1]) throw new Error("libayatana-appindicator3-1 is not installed: cargo xtask test installs it");
  return line[1];
}

test("the tray says the state, and quits", async ({ home, open }) => {
  library();
  const window = await open("--sandbox");
  const tray = await Tray.of(home, window.pid);
  await until("the state is a sentence", async () => (await tray.entries()).some((entry) => entry.label === "1 bot in the sandbox"));
  expect((await tray.entries()).map(({ label, enabled }) => [label, enabled])).toEqual([
    ["Show Hookbay", true],
    ["1 bot in the sandbox", false],
    ["Put back previous webhooks", false],
    ["Quit", true],
  ]);
  await tray.press("Quit");
  await window.ended();
});

test("the tray puts the previous webhook back", async ({ home, open, sandbox, elsewhere }) => {
  library();
  const telegram = await sandbox("--local", "--authtoken", AUTHTOKEN);
  home.useEdge(telegram);
  const { token } = await telegram.bot("Pizza orders", "pizza_orders_bot");
  const theirs = await elsewhere(telegram, "bots.example.com");
  await theirs.takes(token, { max_connections: 7 });
  const before = await telegram.webhookInfo(token);
  const window = await open();
  await addOwnBot(window, token, telegram.apiRoot);
  await connectNgrok(window);
  await window.press("set-webhook-confirm");
  await window.see("tab-inbox");
  expect((await telegram.webhookInfo(token)).url).not.toBe(theirs.url);

  const tray = await Tray.of(home, window.pid);
  const entry = await until("there is one to put back", async () => (await tray.entries()).find(({ label, enabled }) => label.startsWith("Put back") && enabled));
  await tray.press(entry.label);
  await until("theirs is back", async () => (await telegram.webhookInfo(token)).url === theirs.url);
  expect(await telegram.webhookInfo(token)).toEqual(before);
});

test("a quit is not held up by the tray's words, and puts the previous webhook back", async ({ home, open, sandbox, elsewhere }) => {
  library();
  const telegram = await sandbox("--local", "--authtoken", AUTHTOKEN);
  home.useEdge(telegram);
  // With one thread for all tasks, one that waits for the window's thread holds all of them up.
  home.env["TOKIO_WORKER_THREADS"] = "1";
  const { token } = await telegram.bot("Pizza orders", "pizza_orders_bot");
  const theirs = await elsewhere(telegram, "bots.example.com");
  await theirs.takes(token);
  const window = await open();
  await addOwnBot(window, token, telegram.apiRoot);
  await connectNgrok(window);
  await window.press("set-webhook-confirm");
  await window.see("tab-inbox");

  // Telegram takes its time, and meanwhile the words for the new lease are due.
  await telegram.control("faults", { token, method: "setWebhook", fault: "slow", milliseconds: 3000 });
  await window.close();
  expect((await telegram.webhookInfo(token)).url).toBe(theirs.url);
});

test("without the library the app starts, says so once, and quits", async ({ home }) => {
  // In a namespace of its own, where something that is no library lies over it.
  const hidden = `mount --bind /dev/null "$1" && exec "$2"`;
  const app = spawn("unshare", ["-rm", "sh", "-c", hidden, "sh", realpathSync(library()), join(BIN, "hookbay-desktop")], {
    env: { ...home.env, HOOKBAY_LOG: "hookbay=info,hookbay_engine=info" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  app.stderr.setEncoding("utf8").on("data", (text: string) => (log += text));
  const exit = once(app, "exit");
  try {
    // The engine runs: its database is there.
    await until("the app has started", () => readFileSync(join(home.data, "hookbay.sqlite")).length > 0);
    await until("it has said so", () => log.includes("there is no tray icon"));
    expect(log.match(/there is no tray icon/g)).toHaveLength(1);
    expect(log).not.toMatch(/panicked/);
    app.kill("SIGTERM");
    expect(await exit).toEqual([0, null]);
  } finally {
    app.kill("SIGKILL");
  }
});
