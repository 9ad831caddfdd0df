// A long inbox in the real window: scrolled by wheel, key and bar, searched as one types, and with
// 1,000 updates a second arriving. HOOKBAY_BENCH_ROWS and HOOKBAY_BENCH_SECONDS make it shorter.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";
import { BIN } from "../parts/home";
import { freePort } from "../parts/port";
import { addOwnBot } from "../parts/steps";
import { test } from "../parts/test";
import { until } from "../parts/until";
import { Key } from "../parts/window";
import { dragBar } from "./drag";
import { Heap } from "./heap";
import { LONG_MS, Meter, QUIET_PERCENT, verdict, type Measured } from "./meter";
import { pace } from "./pace";

const run = promisify(execFile);
const ROWS = Number(process.env["HOOKBAY_BENCH_ROWS"] ?? 1_000_000);
const SECONDS = Number(process.env["HOOKBAY_BENCH_SECONDS"] ?? 30);
const RATE = 1_000;
/** What the scripts may hold more after all that arrived, in MiB. */
const GROWTH_MIB = 16;
const SECRET = "a_secret-token_of_the_bench";
const PATIENCE_MS = 120_000;

test(`${ROWS.toLocaleString("en")} updates in the window`, async ({ home, open, sandbox }) => {
  // A telling log writes more than the app does.
  home.env["HOOKBAY_LOG"] = "warn";
  // The heap is read from there: see heap.ts.
  home.env["JSC_logGC"] = "1";
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
  await window.type("secret-token", SECRET);
  await window.press("set-webhook-confirm");
  await window.see("tab-inbox");
  const { url } = await telegram.webhookInfo(token);
  const [bot] = (await window.ask<{ bots: { id: string }[] }>("overview", {})).bots;
  await window.ask("set_retention", { bot_id: bot?.id, limits: { max_updates: null, max_days: null, max_bytes: null } });
  await window.close();
  await run(join(BIN, "examples/fill"), [join(home.data, "hookbay.sqlite"), String(ROWS)]);

  window = await open();
  await window.resize(1440, 900);
  await window.says("list-count", `${ROWS.toLocaleString("en")} updates, newest first`);
  await window.see("update-row");
  const meter = await Meter.start(window);
  const { driver } = window;
  const isFilled = () => driver.executeScript<boolean>("return document.querySelectorAll('.update-row.pending').length === 0 && document.querySelectorAll('.update-row').length > 10");
  const onTop = () => driver.executeScript<string>("const { top } = document.querySelector('.list').getBoundingClientRect(); return [...document.querySelectorAll('[data-testid=update-row]')].find((row) => row.getBoundingClientRect().bottom > top + 1)?.dataset.updateId");
  const filled = () => until("the rows are there", isFilled, PATIENCE_MS);
  // The filler's writes overtake each other a little: the ids at the ends are not the first and the last of all.
  const idAt = async (at: number) => String((await window.ask<{ rows: { update_id: number }[] }>("seek_updates", { bot_id: bot?.id, place: at, limit: 1 })).rows[0]?.update_id);
  const [newest, oldest] = [await idAt(0), await idAt(ROWS - 1)];
  // All that is wrong, said at the end: what follows is measured all the same.
  const wrong: string[] = [];
  const measure = async (what: string, work: () => Promise<void>) => {
    const measured = await meter.of(what, work);
    tell(measured);
    wrong.push(...[verdict(measured)].filter((said) => said !== null));
  };
  const heap = new Heap(window, home);

  const place = await window.listOnScreen();
  console.log(`${ROWS.toLocaleString("en")} updates\nwhat | the page's longest task (goal ${LONG_MS} ms) | tasks longer than that | longest pause, with the wait for a processor | main thread busy | waited for a processor | took`);
  const known = await meter.of("a task of 200 ms", () => driver.executeScript("const end = performance.now() + 200; while (performance.now() < end);"));
  expect(known.late, "the meter sees what is late").toBeGreaterThan(190);
  // A part of it may have been waited, on a machine that is busy.
  expect(known.long, "and whose it is").toBe(1);
  await measure("at rest, 2 s", () => new Promise((next) => setTimeout(next, 2_000)));
  await measure("wheel, 300 notches", async () => {
    await run("xdotool", ["mousemove", String(place.x), String(place.y), "click", "--repeat", "300", "--delay", "16", "5"]);
    await filled();
  });
  expect(Number(await onTop())).toBeLessThan(ROWS - 100);
  await window.press("update-row");
  await measure("key j, 200 times", async () => {
    for (let i = 0; i < 20; i++) await window.keys(..."jjjjjjjjjj");
    await filled();
  });
  await window.keys(Key.HOME);
  await until("the list is at its top", async () => (await onTop()) === newest, PATIENCE_MS);
  await measure("bar dragged to the end and back to the middle", async () => {
    await dragBar(window);
    await filled();
  });
  const middle = Number(await onTop());
  expect(Math.abs(middle - ROWS / 2)).toBeLessThan(ROWS / 10);
  await measure("End, Home", async () => {
    await window.keys(Key.END);
    await until("the oldest is selected", async () => (await window.text("update-id")) === oldest, PATIENCE_MS);
    await window.keys(Key.HOME);
    await until("the newest is selected", async () => (await window.text("update-id")) === newest, PATIENCE_MS);
  });
  await measure("searching as one types", async () => {
    await window.keys("/");
    for (const letter of "margheritas") await window.keys(letter);
    await window.says("list-count", /found$/);
    await filled();
  });
  await window.keys(Key.ESCAPE, Key.ESCAPE, Key.ESCAPE);
  await window.says("list-count", /newest first$/);

  const before = await heap.size();
  const processBefore = heap.ofProcess();
  // In the middle, where what is read must not move; then followed at the top.
  for (const [what, follows] of [["read in the middle", false], ["followed", true]] as const) {
    if (follows) await window.press("follow");
    else await driver.executeScript("const list = document.querySelector('.list'); list.scrollTop = list.scrollHeight / 2");
    await filled();
    const seen = await onTop();
    const first = follows ? ROWS * 3 : ROWS * 2;
    let answered = 0;
    await measure(`${RATE.toLocaleString("en")} updates a second for ${SECONDS} s, ${what}`, async () => {
      answered = await pace({ port, path: new URL(url).pathname, secret: SECRET }, RATE, SECONDS, first);
    });
    const sent = RATE * SECONDS;
    const answers = `answered with 200: ${answered.toLocaleString("en")} of ${sent.toLocaleString("en")}`;
    console.log(answers);
    if (answered < sent) wrong.push(`${what}: ${answers}`);
    if (follows) await until("the newest is on top", async () => Number(await onTop()) > first, PATIENCE_MS);
    else expect(await onTop()).toBe(seen);
  }
  const after = await heap.size();
  const processAfter = heap.ofProcess();
  await meter.stop();

  console.log(`the scripts' heap after all garbage is collected: ${before.toFixed(1)} MiB before updates arrived, ${after.toFixed(1)} MiB after ${(2 * RATE * SECONDS).toLocaleString("en")} (goal: at most ${GROWTH_MIB} MiB more)`);
  console.log(`all that the page's process holds: ${processBefore} MiB before, ${processAfter} MiB after`);
  if (after - before >= GROWTH_MIB) wrong.push(`the scripts' heap grew by ${(after - before).toFixed(1)} MiB`);
  expect(wrong, `where the thread waited for a processor no more than ${QUIET_PERCENT} % of the time`).toEqual([]);
});

function tell({ what, longest, long, late, busy, waited, took }: Measured): void {
  console.log(`${what} | ${longest} ms | ${long} | ${late} ms | ${busy} % | ${waited} % | ${took} ms`);
}
