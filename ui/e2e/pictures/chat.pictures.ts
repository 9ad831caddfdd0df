// The chat pane in every state worth a look (target/pictures).
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe } from "vitest";
import { withCtrl } from "../parts/byKeys";
import { ChatBot } from "../parts/chatBot";
import { passTo, setWebhook } from "../parts/steps";
import { test } from "../parts/test";
import { until } from "../parts/until";
import { By, Key } from "../parts/window";

const MORE = join(import.meta.dirname, "../../../target/pictures");
const PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAKAAAABkCAIAAACO1KzYAAABUklEQVR42u3dQRHDMAxE0QVWJAXbc2mUgSEEQ6fTxNq8mY9A72pLWZ+XiosRABZgARZgARZgAQYswAJ8Ze/n49sAF6LWY4drt3TQdjMHbTdz0HYzh263ceh2GwdtN3PodhuHbrdx6HYbh263ceh2G4dutzFgwHQnG4dut3HodhsDBkx3sjFgwHQnGwMGTHeyMWDAgAHT3dYYMGDAgAEDvq/utcaAAQMGDBgwYMCAAQMGDBgwYMCAAQMGDBgwYMCAAQMGDBgwYy86AAMGDBiwnw10AQMGDJix/8GAAdvRARiwPVl0AQO2q9KuSsa2zTK2Lxow4ELjDSfp6oqrK4zdTbq58c4DdLuwWXe5Ptqtu9wPLqadB7xcAK8H3sF41rjmAV/IPHFQU4FPZp47otnAJzBPH04D8D+ka2ZSBfwjduUcaoEFGLAAC7AAC7AACzBglXUACeec9LJ8I/EAAAAASUVORK5CYII=";

describe.each(["light", "dark"])("%s", (looks) => {
  const name = (what: string) => join(MORE, looks === "dark" ? `chat-${what}-dark.png` : `chat-${what}.png`);

  test("a chat", async ({ home, open }) => {
    home.env["GTK_THEME"] = looks === "dark" ? "Adwaita:dark" : "Adwaita";
    const bot = await ChatBot.start();
    home.atEnd(async () => bot.stop());
    const window = await open("--sandbox");
    await window.see("bot");
    await setWebhook(window);
    await passTo(window, bot.url);
    await window.press("tab-chat");
    await window.see("try");
    await window.resize(1440, 900);
    await window.picture(name("empty"));
    await window.resize(1024, 700);
    await window.picture(name("small-empty"));
    await window.resize(1440, 900);

    const says = async (text: string, wanted: RegExp) => {
      await window.type("chat-field", text + Key.RETURN);
      await until(`it says ${wanted}`, async () => wanted.test((await window.texts("chat-message")).join(" ")));
    };
    await window.type("chat-field", "/teach" + Key.RETURN);
    await window.see("commands-open");
    await says("/start", /Pizza or pasta/);
    await says("/size", /Which size/);
    await says("A large one, and mail me at ann@example.com or see https://example.com/menu", /You said A large/);
    await says("/poll", /Which topping/);
    await (await window.all("poll-option"))[0]?.click();
    await until("it is counted", async () => (await window.texts("chat-message")).some((text) => /You chose 0/.test(text)));
    const file = join(home.folder, "olives.png");
    writeFileSync(file, Buffer.from(PICTURE, "base64"));
    await (await window.all("attach"))[0]?.sendKeys(file);
    await window.see("to-send");
    await says("With these", /A photo: With these/);
    await says("/wrong", /\/wrong/);
    await says("/hologram", /\/hologram/);
    await says("/keys", /Choose/);
    await window.see("reply-keyboard");
    const lastOwn = (await window.all("chat-message")).at(-2);
    await lastOwn?.click();
    await window.picture(name("talk"));
    await window.resize(1920, 1200);
    await window.picture(name("large"));
    await window.resize(1440, 900);
    await window.press("mishap");
    await window.picture(name("mishap"));
    await window.keys(Key.ESCAPE);
    await window.type("chat-field", "/");
    await window.see("command");
    await window.picture(name("commands"));
    await window.type("chat-field", " ");
    await (await window.all("inline-button"))[1]?.click();
    await window.see("chat-alert");
    await window.picture(name("alert"));
    await window.press("alert-close");
    await window.press("add-room");
    await window.picture(name("add-group"));
    await window.type("room-title", "Kitchen" + Key.RETURN);
    await window.says("who-is-in", /^Group/);
    await window.press("leave");
    await window.see("join");
    await window.resize(1024, 700);
    await window.picture(name("small"));
    await (await window.all("room"))[1]?.click();
    await window.see("reply-keyboard");
    await window.picture(name("small-chat"));
    await window.press("transcript-toggle");
    await window.picture(name("small-transcript"));
    await window.pressWords("Close");

    // By keys: what can be done with a message, and a reaction.
    await window.driver.executeScript("document.querySelector('[data-testid=chat-field]').focus()");
    await withCtrl(window, Key.ARROW_UP);
    await window.picture(name("small-message"));
    await window.keys("+");
    await window.see("react-with");
    await window.picture(name("small-react"));
    await window.keys(Key.ESCAPE, "r");
    await window.see("composer-mode");
    await (await window.see("bot-status")).findElement(By.css("option[value=kicked]")).click();
    await window.type("chat-field", "Are you there?" + Key.RETURN);
    await window.see("error-note");
    await window.picture(name("small-refused"));
    await window.resize(1920, 1200);
    await window.picture(name("large-refused"));
  });
});
