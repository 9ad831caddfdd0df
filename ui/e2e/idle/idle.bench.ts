// `cargo xtask bench idle`: processor time of the whole app, page and all, while nothing happens.
//
// Twenty bots are registered through a tunnel that is up, and every check is done. Then the window is
// shown for a while, hidden for a while, and at last shows an empty page: what the web view takes then
// it takes of itself, and is the floor of the first two.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "vitest";
import { BIN } from "../parts/home";
import { timesOf } from "../parts/process";
import { AUTHTOKEN, listeningBot } from "../parts/steps";
import { test } from "../parts/test";
import { until } from "../parts/until";
import type { Window } from "../parts/window";
import type { Overview } from "../../src/bindings/Overview";

const BOTS = 20;
const SECONDS = Number(process.env["HOOKBAY_IDLE_SECONDS"] ?? 60);
/** Of one core. */
const GOAL = 0.5;

const run = promisify(execFile);
const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** What each process of the app takes meanwhile, in percent of one core. */
async function measured(window: Window): Promise<Map<string, number>> {
  const before = timesOf(window.pid);
  const started = performance.now();
  await pause(SECONDS);
  const spent = (performance.now() - started) / 1000;
  const percents = new Map<string, number>();
  for (const [pid, { name, seconds }] of timesOf(window.pid)) {
    const percent = ((seconds - (before.get(pid)?.seconds ?? 0)) / spent) * 100;
    percents.set(name, (percents.get(name) ?? 0) + percent);
  }
  return percents;
}

async function rest(window: Window): Promise<void> {
  await until("every bot is right and checked", async () => {
    const { bots } = await window.ask<Overview>("overview", {});
    return bots.length === BOTS && bots.every((bot) => bot.watch.standing.type === "right" && bot.watch.last_checked_at !== null);
  }, 120_000);
  // What that started takes its time: the web view goes on compiling the page's code for a minute.
  await pause(60);
}

test("idle", async ({ home, open, sandbox }) => {
  const telegram = await sandbox("--local", "--authtoken", AUTHTOKEN);
  home.useEdge(telegram);
  home.env["HOOKBAY_TELEGRAM_ROOT"] = telegram.apiRoot;
  home.env["HOOKBAY_LOG"] = "info";
  const window = await open();
  const token = await listeningBot(window, telegram);
  for (let each = 1; each < BOTS; each++) {
    const bot = await telegram.bot(`Bot ${each}`, `idle_${each}_bot`);
    const { id } = await window.ask<{ id: string }>("add_bot", { token: bot.token, environment: { type: "self_hosted", api_root: telegram.apiRoot }, name: null });
    await window.ask("set_webhook", { bot_id: id, options: {}, take_over: null });
  }
  for (const text of ["one", "two", "three"]) await telegram.delivered(token, await telegram.says(token, text));
  await rest(window);

  const shown = await measured(window);
  const { stdout } = await run("xdotool", ["search", "--onlyvisible", "--pid", String(window.pid)]);
  await run("xdotool", ["windowunmap", "--sync", stdout.trim()]);
  await until("the page knows that it is hidden", () => window.driver.executeScript("return document.hidden"));
  const hidden = await measured(window);
  await run("xdotool", ["windowmap", "--sync", stdout.trim()]);
  await window.driver.get("about:blank");
  await pause(5);
  const empty = await measured(window);

  const total = (times: Map<string, number>) => [...times.values()].reduce((sum, each) => sum + each, 0);
  const line = (name: string, ...cells: number[]) => `${name.padEnd(22)}${cells.map((cell) => cell.toFixed(2).padStart(10)).join("")}`;
  const names = [...new Set([...shown.keys(), ...hidden.keys(), ...empty.keys()])].sort();
  console.log(
    [
      `${BOTS} bots, tunnel up, ${SECONDS} s each, ${BIN.endsWith("release") ? "optimised" : "built without optimisation"}; percent of one core`,
      `${"".padEnd(22)}${["shown", "hidden", "empty"].map((each) => each.padStart(10)).join("")}`,
      ...names.map((name) => line(name, ...[shown, hidden, empty].map((each) => each.get(name) ?? 0))),
      line("all", ...[shown, hidden, empty].map(total)),
      `goal: below ${GOAL} shown and hidden`,
    ].join("\n"),
  );
  expect(total(shown), "shown").toBeLessThan(GOAL);
  expect(total(hidden), "hidden").toBeLessThan(GOAL);
});
