// Each trouble that a bot can have is named in the window, nothing is lost by it, and other chats go on.
import { expect } from "vitest";
import type { Home } from "./parts/home";
import type { Sandbox } from "./parts/sandbox";
import { AUTHTOKEN, listeningBot, setWebhook } from "./parts/steps";
import { test } from "./parts/test";
import { TroubledBot } from "./parts/troubledBot";
import { until } from "./parts/until";
import type { Window } from "./parts/window";

/** Saves where updates are held for; the first time with quick tries, none set aside, and these seconds for an answer. */
async function holdFor(window: Window, url: string, answerWithin = "30"): Promise<void> {
  await window.press("tab-delivery");
  const isFirst = (await window.all("held")).length === 0;
  if ((await window.all("target-url")).length === 0) await window.press("delivery-help");
  await window.type("target-url", url);
  if (isFirst) await quickly(window, answerWithin);
  await window.press("save-delivery");
  await until("it is saved", async () => {
    const save = await window.see("save-delivery");
    return !(await save.isEnabled()) && (await save.getAttribute("aria-busy")) === null;
  });
}

async function quickly(window: Window, answerWithin: string): Promise<void> {
  await window.pressWords("Hold");
  for (const [name, value] of [["set_aside_after", "100"], ["answer_within_ms", answerWithin], ["first_wait_ms", "0.1"], ["longest_wait_ms", "1"]] as const) await window.type(`limit-${name}`, value);
}

function troubledBot(home: Home): TroubledBot {
  const bot = new TroubledBot();
  home.atEnd(async () => bot.stop());
  return bot;
}

/** Another person, and how that one writes. */
async function anotherPerson(telegram: Sandbox, token: string): Promise<(text: string) => Promise<number>> {
  const { id } = await telegram.control<{ id: number }>("users", { first_name: "Bea" });
  return async (text) => (await telegram.control<{ update_id: number }>("messages", { token, user_id: id, text })).update_id;
}

const WORDS: [path: string, words: RegExp][] = [
  ["/never", /^Your bot does not answer in time\..*1 update is held and delivered in turn\./],
  ["/early", /^Your bot hangs up before it has answered\..*1 update is held and delivered in turn\./],
  ["/redirect", /^Your bot redirects, which Telegram does not follow\..*1 update is held and delivered in turn\./],
];

test("a bot that never answers, closes early, or redirects in a loop", async ({ home, open, sandbox }) => {
  const telegram = await sandbox("--local", "--authtoken", AUTHTOKEN);
  home.useEdge(telegram);
  const window = await open();
  const token = await listeningBot(window, telegram);
  const other = await anotherPerson(telegram, token);
  const bot = troubledBot(home);
  const address = await bot.start();
  for (const [path, words] of WORDS) {
    bot.isMended = false;
    await holdFor(window, `${address}${path}`, "3");
    const stuck = await telegram.says(token, `trouble ${path}`);
    await window.says("delivery-health", words);
    // Another chat goes on, and the one that is stuck stays held.
    const fine = await other(`fine ${path}`);
    await until("the other chat's update is there", () => bot.took.includes(fine));
    expect(bot.took).not.toContain(stuck);
    await window.says("held-waiting", "Waiting 1");
    bot.isMended = true;
    await until("what was held is delivered", () => bot.took.includes(stuck));
    await window.says("delivery-health", /^Your bot answers at 127\.0\.0\.1/);
    await window.says("held-waiting", "Waiting 0");
    expect(bot.took.filter((each) => each === stuck)).toHaveLength(1);
  }
  // Telegram's side saw no error.
  expect((await telegram.deliveries(token)).every((each) => each.delivered)).toBe(true);
});

test("a bot that answers 50 MB", async ({ home, open, sandbox }) => {
  const telegram = await sandbox("--local", "--authtoken", AUTHTOKEN);
  home.useEdge(telegram);
  const window = await open();
  const token = await listeningBot(window, telegram);
  const other = await anotherPerson(telegram, token);
  const bot = troubledBot(home);
  await holdFor(window, `${await bot.start()}/large`);
  const large = await telegram.says(token, "trouble of size");
  await until("it took it", () => bot.took.includes(large));
  const fine = await other("fine");
  await until("the other chat's update is there", () => bot.took.includes(fine));
  await window.says("held-waiting", "Waiting 0");
  await window.press("tab-inbox");
  await window.see("update-row");
  await window.keys("j", "j");
  await window.says("attempt", /The bot's answer is over 10 MiB; the rest was not read and Telegram got none of it\. Send large files with a call to the Bot API\./);
  // Taken, so it is not sent again.
  expect(bot.took).toEqual([large, fine]);
});

test("a bot with a certificate of its own, which is accepted", async ({ home, open, sandbox }) => {
  const telegram = await sandbox("--local", "--authtoken", AUTHTOKEN);
  home.useEdge(telegram);
  const window = await open();
  const token = await listeningBot(window, telegram);
  const other = await anotherPerson(telegram, token);
  const bot = troubledBot(home);
  await holdFor(window, `${await bot.startTls(home.folder)}/hook`);
  const held = [await telegram.says(token, "one"), await other("two")];
  await window.says("delivery-health", /^Your bot's certificate is not trusted: 2 updates held\..*Its SHA-256 fingerprint: [0-9a-f]{64}\. Accept it if it is your own\./);
  expect(bot.took).toEqual([]);
  await window.pressWords("Accept this certificate");
  await window.says("delivery-health", /^Your bot answers at localhost/);
  await until("both are there", () => bot.took.length === 2);
  expect([...bot.took].sort()).toEqual([...held].sort());
});

test("a target that leads back to the receiver", async ({ home, open }) => {
  const window = await open("--sandbox");
  await setWebhook(window);
  const { bots } = await window.ask<{ bots: { id: string; webhook: { desired_url: string } }[] }>("overview", {});
  const receiver = bots[0]?.webhook.desired_url ?? "";
  expect(receiver).toMatch(/^http:\/\//);
  // Typed as it is, it is refused.
  await window.press("tab-delivery");
  await window.press("delivery-help");
  await window.type("target-url", receiver);
  await window.press("save-delivery");
  expect((await window.error("invalid_input")).happened).toBe("This address leads back to Hookbay's own receiver.");
  // Behind a proxy it is noticed when the first update comes back.
  const bot = troubledBot(home);
  await holdFor(window, await bot.startLeadingTo(receiver));
  await window.press("tab-inbox");
  await window.type("say-input", "round and round");
  await window.press("say-send");
  await window.press("tab-delivery");
  await window.says("delivery-health", /^The target's address leads back to Hookbay: 1 update held\./);
  await holdFor(window, `${await bot.start()}/hook`);
  await until("what was held is delivered", () => bot.took.length === 1);
  await window.says("delivery-health", /^Your bot answers at 127\.0\.0\.1/);
  await window.press("tab-inbox");
  await until("the one update is listed", async () => (await window.all("update-row")).length === 1);
});
