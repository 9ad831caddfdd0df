// The pictures of the README (docs/pictures), and of every state worth a look (target/pictures).
import { join } from "node:path";
import { beforeAll, describe } from "vitest";
import type { Home } from "../parts/home";
import { LocalBot } from "../parts/localBot";
import type { Sandbox } from "../parts/sandbox";
import { AUTHTOKEN, connectNgrok } from "../parts/steps";
import { test } from "../parts/test";
import { until } from "../parts/until";
import type { Window } from "../parts/window";
import { updates } from "./updates";

const TOP = join(import.meta.dirname, "../../..");
const README = join(TOP, "docs/pictures");
const MORE = join(TOP, "target/pictures");
const DOMAIN = "calm-otter.ngrok.app";
/** Where the developer's own bot listens. */
const BOT_PORT = 3000;
const SIZES = { small: [1024, 700], usual: [1440, 900], large: [1920, 1200], narrow: [760, 700] } as const;

type Looks = "light" | "dark";

/** Fonts are there, and nothing on the page is under way. */
async function still(window: Window): Promise<void> {
  await until("the fonts are there", () => window.driver.executeScript("return document.fonts.status === 'loaded'"));
  await until("nothing is under way", () => window.driver.executeScript("return !document.querySelector('[aria-busy=true]')"));
}

/** The open bot's updates go on to a program at that port. */
async function deliver(window: Window, port: number): Promise<void> {
  await window.press("tab-delivery");
  await window.press("delivery-help");
  await window.type("target-url", `http://127.0.0.1:${port}/telegram`);
  await window.press("save-delivery");
  await window.says("delivery-health", /^Nothing was sent/);
  await window.press("tab-inbox");
}

/** Three bots as Telegram's cloud would serve them: one that receives, one deployed elsewhere, one without a webhook. */
async function shop(telegram: Sandbox, window: Window): Promise<string> {
  const pizza = await telegram.bot("Pizza orders", "pizza_orders_bot");
  const desk = await telegram.bot("Support desk", "pizza_desk_bot");
  const night = await telegram.bot("Night shift", "pizza_night_bot");
  for (const host of [DOMAIN, "bots.example.com"]) await telegram.control("names", { host, address: "127.0.0.1" });
  await fetch(`${telegram.apiRoot}/bot${desk.token}/setWebhook?url=https://bots.example.com/desk`);
  await window.press("real-start");
  await window.type("token-field", pizza.token);
  await window.press("add-bot-submit");
  await window.type("ngrok-domain", DOMAIN);
  await connectNgrok(window);
  await window.press("set-webhook-confirm");
  await window.see("tab-inbox");
  await deliver(window, BOT_PORT);
  for (const { token } of [desk, night]) await window.ask("add_bot", { token, environment: { type: "cloud" }, name: null });
  // One after the other: chats are delivered beside each other, and a picture is to be the same each time.
  for (const [index, update] of updates().entries()) {
    await telegram.control("updates", { token: pizza.token, update });
    await until("it arrives", async () => (await window.all("update-row")).length === index + 1);
  }
  await telegram.says(night.token, "Is anybody there?");
  return pizza.token;
}

/** A window in that look, on Telegram's and ngrok's sides that know the names of the pictures. */
function look(home: Home, telegram: Sandbox, looks: Looks): void {
  home.useEdge(telegram).knowsNames(DOMAIN);
  home.env["HOOKBAY_TELEGRAM_ROOT"] = telegram.apiRoot;
  home.env["GTK_THEME"] = looks === "dark" ? "Adwaita:dark" : "Adwaita";
}

beforeAll(() => console.log(`pictures: ${README} and ${MORE}`));

describe.each<Looks>(["light", "dark"])("%s", (looks) => {
  const name = (what: string) => (looks === "dark" ? `${what}-dark.png` : `${what}.png`);

  test("the first start", async ({ home, open, sandbox }) => {
    look(home, await sandbox("--edge"), looks);
    const window = await open();
    await window.see("sandbox-start");
    await still(window);
    await window.picture(join(MORE, name("start")));
  });

  test("a bot's inbox and webhook", async ({ home, open, sandbox }) => {
    const telegram = await sandbox("--authtoken", AUTHTOKEN, "--public-port", "8443");
    look(home, telegram, looks);
    const window = await open();
    await window.resize(...SIZES.usual);
    const bot = await LocalBot.start(BOT_PORT);
    home.atEnd(async () => bot.stop());
    const pizza = await shop(telegram, window);
    await window.says("bot-health", /^Telegram delivers to this computer, last update/);
    await window.press("update-row");
    await window.see("json");
    await still(window);
    await window.picture(join(README, name("inbox")));
    await window.resize(...SIZES.small);
    await window.picture(join(MORE, name("inbox-small")));
    await window.resize(...SIZES.large);
    await window.picture(join(MORE, name("inbox-large")));
    await window.resize(...SIZES.usual);
    await window.press("tab-webhook");
    await window.says("pending", "0");
    await still(window);
    await window.picture(join(README, name("webhook")));
    await window.press("tab-delivery");
    bot.stop();
    for (const text of ["Two Diavola to Karl-Marx-Allee 78, please", "And a tiramisu", "How long will it take?"]) await telegram.says(pizza, text);
    await window.says("delivery-health", /3 updates held/);
    await still(window);
    await window.picture(join(README, name("delivery")));
    await window.resize(...SIZES.small);
    await window.picture(join(MORE, name("delivery-small")));
    await window.resize(...SIZES.large);
    await window.picture(join(MORE, name("delivery-large")));
    await window.resize(...SIZES.usual);
    await window.press("tab-webhook");
    await window.press("set-webhook");
    await window.pressWords("Options");
    await window.picture(join(MORE, name("set-webhook")));
    await window.press("settings");
    await window.picture(join(MORE, name("settings")));
    await window.press("tunnel-open");
    await window.says("probe-result", /^The last probe came back/);
    await still(window);
    await window.picture(join(MORE, name("tunnel")));
    for (const [index, what] of [[1, "foreign"], [2, "none"]] as const) {
      await (await window.all("bot"))[index]?.click();
      await window.see("verdict");
      await still(window);
      await window.picture(join(MORE, name(what)));
    }
    await window.press("tab-inbox");
    await still(window);
    await window.picture(join(MORE, name("empty")));
    await telegram.control("edge", { action: "refuse_connections" });
    await telegram.control("edge", { action: "cut" });
    await (await window.all("bot"))[0]?.click();
    await window.says("tunnel-state", /^ngrok lost/);
    await window.press("tab-webhook");
    await window.see("verdict");
    await window.picture(join(MORE, name("tunnel-lost")));
    await window.resize(...SIZES.small);
    await window.picture(join(MORE, name("tunnel-lost-small")));
    await window.resize(...SIZES.narrow);
    await window.picture(join(MORE, name("narrow")));
  });
});
