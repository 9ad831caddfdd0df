// A longer inbox in the real window: moved through, let in, marked, looked at from four sides.
import { expect } from "vitest";
import { AUTHTOKEN, listeningBot } from "./parts/steps";
import { test } from "./parts/test";
import { until } from "./parts/until";
import { Key, type Window } from "./parts/window";

const COUNT = 120;

/** The text of the row at the top of the list, and how far that is from the list's own top. */
const onTop = (window: Window) =>
  window.driver.executeScript<[string, number]>(`
    const { top } = document.querySelector(".list").getBoundingClientRect();
    const row = [...document.querySelectorAll("[data-testid=update-row]")].sort((one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top).find((row) => row.getBoundingClientRect().bottom > top + 1);
    return [row.querySelector(".row-text").innerText, Math.round(row.getBoundingClientRect().top - top)];
  `);

test("a list longer than the window is read in peace while updates arrive", async ({ home, open, sandbox }) => {
  const telegram = await sandbox("--local", "--authtoken", AUTHTOKEN);
  home.useEdge(telegram);
  const window = await open();
  const token = await listeningBot(window, telegram);
  for (let i = 1; i <= COUNT; i++) await telegram.says(token, `order ${i}`);
  await until("all are listed", async () => (await window.text("list-count")) === `${COUNT} updates, newest first`, 90_000);
  const total = await window.driver.executeScript("return document.querySelector('.list-inner').offsetHeight");
  expect(total).toBe(COUNT * 30);

  // By keys to both ends; the row comes into view, and its update beside it.
  await window.press("update-row");
  await window.keys(Key.END);
  await window.says("json", /"text": "order 1"/);
  expect(await window.driver.executeScript("return document.querySelector('.update-row[aria-selected=true]').getAttribute('aria-rowindex')")).toBe(String(COUNT));
  await window.keys("k", "k");
  await window.says("json", /"text": "order 3"/);
  await window.keys(Key.HOME);
  await window.says("json", new RegExp(`"text": "order ${COUNT}"`));

  // In the middle, what arrives waits, and nothing moves.
  await window.driver.executeScript("document.querySelector('.list').scrollTop = 40 * 30 + 10");
  await until("the place is drawn", async () => (await onTop(window))[1] === -10);
  const before = await onTop(window);
  for (let i = 1; i <= 12; i++) await telegram.says(token, `later ${i}`);
  await window.says("new-updates", /12 new/);
  expect(await onTop(window)).toEqual(before);
  await window.press("new-updates");
  await until("the newest is on top", async () => (await onTop(window))[0].includes("later"));
  await window.says("list-count", `${COUNT + 12} updates, newest first`);

  // Paused, they wait at the top as well; followed, they are let in under the pointer too.
  await window.press("pause");
  await telegram.says(token, "while paused");
  await window.says("new-updates", /1 new/);
  await window.press("follow");
  await window.says("update-row", /while paused$/);
  await telegram.says(token, "while followed");
  await window.says("update-row", /while followed$/);

  // What is marked stays marked, and is bounded.
  await window.press("update-row");
  await window.keys("x", "J", "J");
  await window.says("marked", /^3 marked/);
  await window.driver.actions().keyDown(Key.CONTROL).sendKeys("a").keyUp(Key.CONTROL).perform();
  await window.says("marked", new RegExp(`^${COUNT + 14} marked`));
});

test("an update is searched, compared and looked at as it came", async ({ home, open, sandbox }) => {
  const telegram = await sandbox("--local", "--authtoken", AUTHTOKEN);
  home.useEdge(telegram);
  const window = await open();
  const token = await listeningBot(window, telegram);
  await telegram.says(token, "a small one");
  await telegram.says(token, "a large one");
  await window.says("list-count", "2 updates, newest first");
  await window.press("update-row");
  await window.says("json", /"text": "a large one"/);

  await window.type("json-find", "petrova");
  await window.says("json-found", /^1 of \d+$/);
  expect(await window.driver.executeScript("return document.querySelector('.j-line.found').innerText")).toContain("Petrova");
  await window.keys(Key.ESCAPE, Key.ESCAPE);

  // The one that is marked stands beside the one that is open.
  await window.keys("x", "j");
  await window.says("json", /"text": "a small one"/);
  await window.press("tab-compare");
  await window.says("compare-sum", /^\d values differ\.$/);
  const changed = await window.driver.executeScript<string[]>("return [...document.querySelectorAll('[data-change=changed]')].map((row) => row.innerText)");
  expect(changed.some((row) => row.includes("a small one") && row.includes("a large one"))).toBe(true);

  await window.press("tab-raw");
  expect(JSON.parse(await window.text("raw"))).toMatchObject({ message: { text: "a small one" } });
  await window.keys("c");
  // It is said for a moment only, which a slow driver may miss.
  const hear = "window.said = []; new MutationObserver(() => window.said.push(document.querySelector('[data-testid=copy-as]')?.textContent ?? '')).observe(document.body, { subtree: true, childList: true, characterData: true })";
  await window.driver.executeScript(hear);
  await window.press("copy-raw");
  await until("it says that it is copied", () => window.driver.executeScript<boolean>("return window.said.some((each) => each.includes('Copied'))"));
});
