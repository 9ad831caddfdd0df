// The first start with nothing at hand: the sandbox inside the app.
import { expect } from "vitest";
import { setWebhook } from "./parts/steps";
import { test } from "./parts/test";
import { Key } from "./parts/window";

test("three steps lead a newcomer to the first update", async ({ open }) => {
  const window = await open();
  await window.press("sandbox-start");
  await window.press("set-webhook-confirm");
  await window.type("say-input", "hello");
  await window.press("say-send");
  await window.says("update-row", /hello$/);
  await window.says("bot-health", /^The sandbox delivers to this computer, last update/);
});

test("--sandbox opens a working sandbox with one bot", async ({ open }) => {
  let window = await open("--sandbox");
  await window.says("bot", /^Sandbox bot sandbox/);
  expect(await window.all("bot")).toHaveLength(1);
  await setWebhook(window);
  await window.type("say-input", "hello");
  await window.press("say-send");
  await window.says("update-row", /hello$/);

  // Started again it finds the same bot, which listens again by itself.
  await window.close();
  window = await open("--sandbox");
  await window.says("bot-health", /^The sandbox delivers to this computer/);
  expect(await window.all("bot")).toHaveLength(1);
  await window.type("say-input", "still there?");
  await window.press("say-send");
  await window.says("update-row", /still there\?$/);
});

test("the inbox is read by keyboard alone", async ({ open }) => {
  const window = await open("--sandbox");
  await window.see("bot");
  await window.keys("s");
  await window.see("set-webhook-confirm");
  await window.keys(Key.RETURN);
  await window.says("bot-health", /^The sandbox delivers/);
  await window.keys("g", "i");
  for (const text of ["one", "two", "three"]) {
    await window.type("say-input", text + Key.RETURN);
    await window.says("update-row", new RegExp(`${text}$`));
  }
  // Esc leaves the field; then down the list, which is newest first.
  await window.keys(Key.ESCAPE);
  await window.keys("j");
  await window.says("json", /"text": "three"/);
  await window.keys("j", "j");
  await window.says("json", /"text": "one"/);
  await window.keys("k");
  await window.says("json", /"text": "two"/);
  await window.keys("g", "w");
  await window.see("verdict");
  await window.keys("g", "i");
  await window.see("update-row");
});
