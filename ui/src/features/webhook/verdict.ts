// What is right or wrong with a webhook, and what mends it.
import type { BotView } from "../../bindings/BotView";
import type { Overview } from "../../bindings/Overview";
import type { Tone } from "../../components/Dot";
import { ago, count } from "../../components/time";
import { errorIsCurrent, hostOf, lastErrorWords } from "../bots/health";

export type Mend = "set" | "delete" | "tunnel" | "refresh" | "edit";

export interface Verdict {
  tone: Tone;
  title: string;
  text: string;
  mend: Mend[];
}

export function verdict(bot: BotView, world: Pick<Overview, "tunnel" | "sandbox">, now: number): Verdict {
  const say = (tone: Tone, title: string, text: string, ...mend: Mend[]): Verdict => ({ tone, title, text, mend });
  const isSandbox = bot.environment.type === "sandbox";
  const who = isSandbox ? "The sandbox" : "Telegram";
  const webhook = bot.webhook;

  if (bot.token_state === "missing") return say("bad", "This bot's token is missing", "Give it again, and everything else goes on as before.", "edit");
  if (!webhook) return say("idle", "Not checked yet", `${who} was not asked about this bot in this run.`, "refresh");
  if (webhook.error) {
    const refused = webhook.error.code === "unauthorized" || webhook.error.code === "telegram_not_found";
    return say(refused ? "bad" : "care", webhook.error.message, webhook.error.remedy, refused ? "edit" : "refresh");
  }
  const info = webhook.info;
  const pending = info?.pending_update_count ?? 0;
  const online = isSandbox ? world.sandbox.running : world.tunnel.state.type === "online";
  const needsTunnel: Mend = online ? "set" : "tunnel";

  if (webhook.owner === "none") {
    const waits = pending > 0 ? ` ${count(pending, "update")} ${pending === 1 ? "waits" : "wait"} there, and will come once it is set.` : "";
    return say(pending > 0 ? "care" : "idle", "No webhook is set", `${who} keeps this bot's updates until something asks for them.${waits}`, needsTunnel);
  }
  if (webhook.owner === "foreign") {
    const host = hostOf(info?.url ?? "");
    return say("idle", `This bot delivers to ${host}`, "It was set by something else. Hookbay leaves it alone unless you replace it.", needsTunnel);
  }
  if (webhook.owner === "ours_outdated") {
    return say("bad", "Telegram delivers to an old address", "The public URL has changed since the webhook was set, so nothing arrives. Set it again.", needsTunnel);
  }
  if (webhook.owner === "unknown") return say("idle", "It is not known where Telegram delivers", "Ask again.", "refresh");

  if (!online) {
    return isSandbox
      ? say("idle", "The sandbox is not running", "Its bots get nothing until it runs.")
      : say("bad", "The webhook is right, but the tunnel is not online", "Telegram cannot reach this computer. It keeps updates for up to 24 hours and tries again.", "tunnel");
  }
  if (info && errorIsCurrent(bot)) {
    const words = lastErrorWords(info) ?? "an error";
    const text = webhook.diagnosis ? `${webhook.diagnosis.cause} ${webhook.diagnosis.fix}` : "Nothing has arrived since.";
    return say("care", `${who} got ${words} ${ago((info.last_error_date ?? 0) * 1000, now)}`, text, "refresh");
  }
  const rest = pending > 0 ? `${count(pending, "update")} still ${pending === 1 ? "waits" : "wait"} there.` : "Nothing waits there.";
  return say("good", `${who} delivers to this computer`, `The webhook is set and its secret token is checked on every request. ${rest}`);
}
