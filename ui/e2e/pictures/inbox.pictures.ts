// Pictures of the inbox in each of its states, in a small and a large window: target/pictures.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe } from "vitest";
import { LocalBot } from "../parts/localBot";
import { freePort } from "../parts/port";
import { setWebhook } from "../parts/steps";
import { test } from "../parts/test";
import { until } from "../parts/until";
import { Key, type Window } from "../parts/window";
import { updates } from "./updates";

const MORE = join(import.meta.dirname, "../../../target/pictures");
const SIZES = { small: [1024, 700], large: [1920, 1200] } as const;
/** So many times the same evening. */
const EVENINGS = 20;

describe.each(["light", "dark"] as const)("%s", (looks) => {
  /** Once small and once large, with what is open or selected in it. */
  const shots = async (window: Window, what: string) => {
    for (const [size, [width, height]] of Object.entries(SIZES)) {
      await window.resize(width, height);
      await window.picture(join(MORE, `${what}-${size}${looks === "dark" ? "-dark" : ""}.png`));
    }
  };

  test("the inbox empty, full, read, marked, searched and in trouble", async ({ home, open }) => {
    home.env["GTK_THEME"] = looks === "dark" ? "Adwaita:dark" : "Adwaita";
    const port = await freePort();
    const bot = await LocalBot.start(port);
    home.atEnd(async () => bot.stop());
    let window = await open("--sandbox");
    await window.resize(...SIZES.large);
    await window.press("tab-delivery");
    await window.press("delivery-help");
    await window.type("target-url", `http://127.0.0.1:${port}/telegram`);
    await window.press("save-delivery");
    await window.says("delivery-health", /^Nothing was sent/);
    await window.press("tab-inbox");
    await window.see("empty-compose");
    await shots(window, "inbox-empty");

    const path = join(home.folder, "evenings.jsonl");
    const lines = Array.from({ length: EVENINGS }, updates).flat();
    writeFileSync(path, lines.map((update, index) => `${JSON.stringify({ update_id: 88100 + index, ...update })}\n`).join(""));
    await window.press("empty-import");
    await window.type("import-path", path);
    await window.press("import-start");
    await window.says("job-state", /imported\.$/);
    await window.press("job-away");
    await window.press("aside-close");
    await window.says("list-count", `${lines.length} updates, newest first`);
    await setWebhook(window);
    await window.type("say-input", "Two Margheritas, please");
    await window.keys(Key.ENTER);
    await window.says("update-row", /Two Margheritas.*200$/);
    await window.driver.executeScript("document.activeElement.blur()");
    await shots(window, "inbox-full");
    await window.keys("j");
    await window.see("json");
    await window.keys(Key.ENTER);
    await shots(window, "inbox-read");
    await window.keys(Key.ESCAPE, "x", "J", "J", "J");
    await window.says("marked", /^4 marked/);
    await shots(window, "inbox-marked");
    await window.keys("r");
    await window.see("replay-several");
    await shots(window, "inbox-several");
    await window.keys(Key.ESCAPE, Key.ESCAPE, Key.ESCAPE);
    await window.keys("c");
    await until("nothing is marked", async () => (await window.all("marked")).length === 0);
    await window.keys(Key.ESCAPE, "/");
    await window.keys("user:@");
    await window.see("completion");
    await shots(window, "inbox-completion");
    await window.type("search", "kind:message status:lost");
    await window.see("query-problem");
    await shots(window, "inbox-wrong");
    await window.type("search", "a word that nobody wrote");
    await window.see("nothing-found");
    await shots(window, "inbox-nothing");
    await window.type("search", "kind:message pizza");
    await window.says("list-count", /found$/);
    await shots(window, "inbox-found");

    // A search of an earlier version's that this one cannot read.
    const [first] = (await window.ask<{ bots: { id: string }[] }>("overview", {})).bots;
    await window.driver.executeScript("localStorage.setItem('hookbay.query.' + arguments[0], JSON.stringify('status:lost'))", first?.id);
    await window.close();
    window = await open("--sandbox");
    await window.see("error-note");
    await shots(window, "inbox-error");
  });
});
