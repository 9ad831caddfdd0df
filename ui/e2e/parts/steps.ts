// What most tests do first, in the words of someone who does it.
import type { Sandbox } from "./sandbox";
import { until } from "./until";
import type { Window } from "./window";

export const AUTHTOKEN = "2abcDEF_authtoken-of-the-tests_0123456789";

/** On the first page: a real bot, served by that Bot API server. */
export async function addOwnBot(window: Window, token: string, apiRoot: string): Promise<void> {
  await window.press("real-start");
  await giveBot(window, token, apiRoot);
}

/** Fills in the form that adds a bot. */
export async function giveBot(window: Window, token: string, apiRoot?: string): Promise<void> {
  await window.type("token-field", token);
  if (apiRoot) {
    await window.pressWords("Your own Bot API server");
    await window.type("api-root", apiRoot);
  }
  await window.press("add-bot-submit");
}

/** Signs in to ngrok in the tunnel's form, and waits for the public URL. */
export async function connectNgrok(window: Window): Promise<void> {
  await window.type("ngrok-authtoken", AUTHTOKEN);
  await window.press("tunnel-connect");
}

/** A bot of the sandbox's whose updates reach this window through ngrok's side; its token. */
export async function listeningBot(window: Window, sandbox: Sandbox): Promise<string> {
  const { token } = await sandbox.bot("Pizza orders", "pizza_orders_bot");
  await addOwnBot(window, token, sandbox.apiRoot);
  await connectNgrok(window);
  await window.press("set-webhook-confirm");
  await window.see("tab-inbox");
  return token;
}

/** Sets the open bot's webhook as it is proposed, and goes back to its inbox. */
export async function setWebhook(window: Window): Promise<void> {
  await window.press("set-webhook");
  await window.press("set-webhook-confirm");
  await window.says("bot-health", /delivers to this computer/);
  await window.press("tab-inbox");
}

/** The open bot's history. While the pointer rests on it, what is new waits to be let in. */
export async function history(window: Window): Promise<string[]> {
  for (const waiting of await window.all("history-new")) await waiting.click();
  return window.texts("history-entry");
}

/** Waits until an entry of the open bot's history says it. */
export async function historySays(window: Window, wanted: RegExp): Promise<void> {
  await until(`the history says ${wanted}`, async () => {
    const entries = await history(window);
    if (entries.some((entry) => wanted.test(entry))) return true;
    throw new Error(`it says: ${entries.join(" | ")}`);
  });
}

/** Passes the open bot's updates on to that address. */
export async function passTo(window: Window, url: string): Promise<void> {
  await window.press("tab-delivery");
  await window.press("delivery-help");
  await window.type("target-url", url);
  await window.press("save-delivery");
  await window.says("delivery-health", /^Nothing was sent/);
}
