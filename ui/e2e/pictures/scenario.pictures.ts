// Scenarios beside the chat in every state worth a look (target/pictures).
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe } from "vitest";
import { lastSays, talking } from "../parts/talking";
import { test } from "../parts/test";
import { until } from "../parts/until";
import { Key } from "../parts/window";

const MORE = join(import.meta.dirname, "../../../target/pictures");

describe.each(["light", "dark"])("%s", (looks) => {
  const name = (what: string) => join(MORE, looks === "dark" ? `scenario-${what}-dark.png` : `scenario-${what}.png`);

  test("scenarios", async ({ home, open }) => {
    home.env["GTK_THEME"] = looks === "dark" ? "Adwaita:dark" : "Adwaita";
    const { window, bot } = await talking(home, open);
    await window.resize(1440, 900);
    await window.press("scenarios-toggle");
    await window.see("no-scenarios");
    await window.picture(name("empty"));
    await window.resize(1024, 700);
    await window.picture(name("empty-small"));
    await window.resize(1440, 900);
    await window.press("scenarios-toggle");
    await window.press("record");
    await window.type("chat-field", "/size" + Key.RETURN);
    await lastSays(window, /Which size/);
    await (await window.all("inline-button"))[0]?.click();
    await window.says("recording", /4 steps/);
    await window.picture(name("recording"));
    await window.press("record");
    await window.says("scenario-check", "4 steps");
    await window.picture(name("form"));
    await window.resize(1024, 700);
    await window.picture(name("form-small"));
    await window.resize(1440, 900);
    const folder = join(home.folder, "scenarios");
    await window.type("scenario-title", "A small one");
    await window.type("scenario-path", join(folder, "orders", "small.yaml"));
    await window.press("scenario-save");
    await window.see("scenario-saved");
    await window.press("change-scenarios-folder");
    await window.type("scenarios-folder-path", folder);
    await window.press("scenarios-folder-save");
    writeFileSync(join(folder, "greeting.yaml"), "name: A greeting\nsteps:\n  - say: hello\n  - expect: You said hello\n");
    writeFileSync(join(folder, "broken.yaml"), "steps:\n  - sey: hello\n");
    writeFileSync(join(folder, "long.yaml"), "name: A night passes\nsteps:\n  - say: Good night\n  - expect: You said Good night\n  - wait: 10m\n  - say: Good morning\n  - expect: You said Good morning\n");
    await window.driver.executeScript("window.dispatchEvent(new Event('focus'))");
    await until("all are listed", async () => (await window.all("scenario")).length === 4);
    const run = async (which: string) => {
      const at = (await window.texts("scenario")).findIndex((text) => text.startsWith(which));
      await (await window.all("run-scenario"))[at]?.click();
    };
    await run("long");
    await window.says("play-words", /wait 10m/);
    // A picture is of a window that is still.
    await window.driver.executeScript("for (const each of document.querySelectorAll('.spinner')) each.style.animation = 'none'");
    await window.picture(name("running"));
    await window.press("cancel-run");
    await window.says("play-words", /^Cancelled/);
    await run("greeting");
    await window.says("play-words", /^Passed/);
    await window.picture(name("passed"));
    bot.instead.set("Which size?", "What size would you like?");
    await run("orders/small");
    await window.says("play-words", /^Failed/);
    await window.picture(name("failed"));
    await window.resize(1920, 1200);
    await window.picture(name("failed-large"));
    await window.resize(1024, 700);
    await window.picture(name("failed-small"));
  });
});
