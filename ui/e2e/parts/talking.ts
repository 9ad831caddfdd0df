// A person in the sandbox's chat, with a bot of the developer's own behind it.
import { ChatBot } from "./chatBot";
import type { Home } from "./home";
import { passTo, setWebhook } from "./steps";
import { until } from "./until";
import type { Window } from "./window";

/** The sandbox's own bot, with a program behind it, and its chat open. */
export async function talking(home: Home, open: (...args: string[]) => Promise<Window>): Promise<{ window: Window; bot: ChatBot }> {
  const bot = await ChatBot.start();
  home.atEnd(async () => bot.stop());
  const window = await open("--sandbox");
  await window.see("bot");
  await setWebhook(window);
  await passTo(window, bot.url);
  await window.press("tab-chat");
  await window.see("chat-field");
  return { window, bot };
}

/** What the last message says. */
export async function lastSays(window: Window, wanted: RegExp, patience?: number): Promise<void> {
  await until(`the last message says ${wanted}`, async () => {
    const said = (await window.texts("chat-message")).at(-1) ?? "nothing";
    if (wanted.test(said)) return true;
    throw new Error(`it says: ${said}`);
  }, patience);
}
