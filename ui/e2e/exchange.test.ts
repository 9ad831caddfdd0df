// The inbox written to a file and read back, in the real window.
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { setWebhook } from "./parts/steps";
import { test } from "./parts/test";
import { until } from "./parts/until";
import type { Window } from "./parts/window";

/** The sandbox's bot with three messages from Ann. */
async function threeMessages(window: Window): Promise<void> {
  await setWebhook(window);
  for (const text of ["one", "two", "three"]) {
    await window.type("say-input", text);
    await window.press("say-send");
    await window.says("update-row", new RegExp(`${text}$`));
  }
}

async function openAside(window: Window, what: "open-export" | "open-import"): Promise<void> {
  await window.press("more-of-inbox");
  await window.press(what);
}

test("what is exported is read back as what is there already, and what is wrong is reported by its line", async ({ home, open }) => {
  const window = await open("--sandbox");
  await threeMessages(window);
  const path = join(home.folder, "all.jsonl");
  await openAside(window, "open-export");
  await window.type("export-path", path);
  await window.press("export-start");
  await window.says("job-state", /^3 updates exported\.$/);
  expect(await window.text("job-path")).toBe(path);
  const lines = readFileSync(path, "utf8").trim().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as { update: { message: { text: string } } }).update.message.text)).toEqual(["one", "two", "three"]);

  // What is there is replaced only when that is agreed, and by a new file once that is whole.
  const { ino } = statSync(path);
  await window.press("export-start");
  await window.see("export-there");
  await window.press("export-replace");
  await until("the question is gone", async () => (await window.all("export-there")).length === 0);
  await until("the new file is in its place", () => statSync(path).ino !== ino);

  writeFileSync(path, `${lines.join("\n")}\n{"update_id": 5, \n${JSON.stringify({ update_id: 777, message: { message_id: 1, date: 1, chat: { id: 1, type: "private", first_name: "Ann" }, text: "from a file" } })}\n`);
  await window.press("tab-import");
  await window.type("import-path", path);
  await window.press("import-start");
  await window.says("job-state", /^1 update imported\.$/);
  await window.says("job-besides", /^3 updates were in the inbox already\. 1 refused\.$/);
  const [refusal] = await window.texts("refusal");
  expect(refusal).toMatch(/^4 /);
  await window.press("aside-close");
  await window.says("list-count", "4 updates, newest first");
  await window.says("update-row", /imported.*from a file/);
});

test("what is marked is exported without what is personal", async ({ home, open }) => {
  const window = await open("--sandbox");
  await threeMessages(window);
  await window.press("update-row");
  await window.keys("x", "J");
  await window.says("marked", /^2 marked/);
  await window.press("export-marked");
  await window.press("export-scrub");
  await window.press("export-ids");
  await window.type("export-path", join(home.folder, "scrubbed.jsonl"));
  await window.press("export-start");
  await window.says("job-state", /^2 updates exported\.$/);
  const text = readFileSync(join(home.folder, "scrubbed.jsonl"), "utf8");
  expect(text.trim().split("\n").length).toBe(2);
  for (const personal of ["Petrova", '"three"', '"two"']) expect(text).not.toContain(personal);
});

test("a path that cannot be is refused where it was written", async ({ home, open }) => {
  const window = await open("--sandbox");
  await threeMessages(window);
  await openAside(window, "open-import");
  await window.type("import-path", "updates.jsonl");
  await window.press("import-start");
  const { happened } = await window.error("invalid_input");
  expect(happened).toMatch(/not the whole path/);
  await window.type("import-path", join(home.folder, "missing.jsonl"));
  await window.press("import-start");
  await until("it says that there is none", async () => (await window.texts("error-note")).some((note) => note.includes("missing.jsonl")));
  expect(existsSync(join(home.folder, "missing.jsonl"))).toBe(false);
});
