// Updates made by hand in the real window: they reach the developer's own bot, whose answer is shown.
import { createServer } from "node:http";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Home } from "./parts/home";
import { test } from "./parts/test";
import { until } from "./parts/until";
import { Key, type Window } from "./parts/window";

type Update = { update_id: number; message?: { text?: string; from: { first_name: string } }; callback_query?: { data: string; from: { first_name: string } } };

const MENU = { method: "sendMessage", chat_id: 1000001, text: "What would you like?", reply_markup: { inline_keyboard: [[{ text: "Margherita", callback_data: "order:margherita" }, { text: "Our page", url: "https://example.org" }]] } };

/** A bot that answers each message with a menu; what it got. */
async function menuBot(home: Home): Promise<{ port: number; got: Update[] }> {
  const got: Update[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => {
      const update = JSON.parse(body) as Update;
      got.push(update);
      response.setHeader("content-type", "application/json");
      response.end(update.message ? JSON.stringify(MENU) : "{}");
    });
  });
  const port = await new Promise<number>((resolve) => server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port)));
  home.atEnd(async () => {
    server.close();
    server.closeAllConnections();
  });
  return { port, got };
}

/** The sandbox's bot, with a program of the developer's behind it. */
async function withBot(home: Home, window: Window): Promise<{ got: Update[] }> {
  const bot = await menuBot(home);
  await window.press("tab-delivery");
  await window.press("delivery-help");
  await window.type("target-url", `http://127.0.0.1:${bot.port}/hook`);
  await window.press("save-delivery");
  await window.says("delivery-health", /^Nothing was sent to/);
  await window.press("tab-inbox");
  return bot;
}

test("a message composed from the form reaches the bot, its answer is shown, and its button is pressed", async ({ home, open }) => {
  const window = await open("--sandbox");
  const { got } = await withBot(home, window);
  await window.keys("i");
  await window.see("composer");
  await window.type("compose-text", "Two Margheritas, please");
  await window.type("compose-from-first-name", "Zoë");
  await window.says("json-editor", /Two Margheritas, please.*/);
  await window.says("json-editor", /"first_name": "Zoë"/);
  await window.press("compose-send");
  await window.says("answer-answer", /200 OK.*What would you like/);
  expect(got.map((update) => [update.message?.text, update.message?.from.first_name])).toEqual([["Two Margheritas, please", "Zoë"]]);
  expect(got[0]?.update_id).toBeGreaterThanOrEqual(2_000_000_000);

  // It is in the inbox, and says where it is from; the bot's button can be pressed there.
  await window.press("open-sent");
  await window.says("update-row", /composed.*Two Margheritas, please/);
  await window.says("inline-buttons", /What would you like\?/);
  const [margherita, page] = await window.all("inline-button");
  expect(await page?.isEnabled()).toBe(false);
  await margherita?.click();
  await window.says("sent", /went to your bot/);
  await until("the bot has it", () => got.length === 2);
  expect(got[1]?.callback_query).toMatchObject({ data: "order:margherita", from: { first_name: "Zoë" } });

  // As somebody else, and looked at first.
  await window.press("press-as");
  await window.press("press-look");
  await window.pressOf("inline-button", 0);
  await window.says("written", /A press of a button/);
  await window.says("json-editor", /"first_name": "Ben"/);
  await window.press("compose-send");
  await until("the bot has that too", () => got.length === 3);
  expect(got[2]?.callback_query?.from.first_name).toBe("Ben");
});

test("every kind has a form whose update may be sent as it is", async ({ home, open }) => {
  const window = await open("--sandbox");
  const { got } = await withBot(home, window);
  const forms = await window.ask<{ kind: string }[]>("compose_forms", {});
  expect(forms.length).toBeGreaterThanOrEqual(25);
  await window.keys("i");
  for (const { kind } of forms) {
    await (await window.see("compose-kind")).click();
    await window.keys(kind);
    await window.pressSaying("kind-offer", new RegExp(`^${kind}( |$)`));
    await window.says("json-editor", new RegExp(`"${kind}": \\{`));
    const before = got.length;
    await window.press("compose-send");
    await until(`the bot has a ${kind}`, () => got.length > before);
    expect(Object.keys(got.at(-1) ?? {})).toContain(kind);
  }
});

test("fixtures are saved, sent, edited, renamed, removed and brought back, in a folder of one's own", async ({ home, open }) => {
  const window = await open("--sandbox");
  const { got } = await withBot(home, window);
  const folder = join(home.folder, "fixtures");
  await window.keys("i");
  await window.press("tab-fixtures");
  await window.press("change-folder");
  await window.type("folder-path", folder);
  await window.press("folder-save");
  await window.says("fixtures-folder", folder);

  await window.press("tab-compose");
  await window.type("compose-text", "A fixture's text");
  await window.says("json-editor", /A fixture's text/);
  await window.press("save-fixture");
  await window.type("fixture-name", "greeting");
  await window.press("fixture-save");
  await window.says("fixture-saved", /greeting/);
  expect(JSON.parse(readFileSync(join(folder, "greeting.json"), "utf8"))).toMatchObject({ message: { text: "A fixture's text" } });

  // A broken one says where it is broken, and only its file's maker can mend it.
  writeFileSync(join(folder, "broken.json"), '{\n  "update_id": 1,\n  oops\n}');
  await window.press("tab-fixtures");
  await until("both are listed", async () => (await window.texts("fixture")).length === 2);
  await window.says("fixture-problem", /line 3/i);
  const [, greeting] = await window.all("fixture-send");
  await greeting?.click();
  await window.says("answer-answer", /200 OK/);
  expect(got.at(-1)?.message?.text).toBe("A fixture's text");

  await window.pressOf("fixture-program", 1);
  await window.says("program-text", /greeting\.json/);
  await window.press("tab-grammy");
  await window.says("program-text", /grammy/);
  await window.press("program-save");
  expect(existsSync(await window.text("program-path"))).toBe(true);

  await window.pressOf("fixture-rename", 1);
  await window.type("fixture-new-name", "hello");
  await window.keys(Key.ENTER);
  await until("it has the new name", async () => existsSync(join(folder, "hello.json")) && !existsSync(join(folder, "greeting.json")));
  await until("the list has it too", async () => (await window.texts("fixture")).some((each) => each.startsWith("hello")));
  await window.pressOf("fixture-remove", 1);
  await window.says("fixture-removed", /^hello is removed/);
  expect(existsSync(join(folder, "hello.json"))).toBe(false);
  await window.press("fixture-undo");
  await until("it is back", () => existsSync(join(folder, "hello.json")));

  await until("it is listed", async () => (await window.all("fixture")).length === 2);
  await window.pressOf("fixture-edit", 1);
  await window.says("written", /From the fixture hello/);
  await window.press("compose-send");
  await window.says("answer-answer", /200 OK/);
});
