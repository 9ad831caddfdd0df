// What is true of a bot now, in one sentence. Pure: the present is passed in.
import type { BotView } from "../../bindings/BotView";
import type { Overview } from "../../bindings/Overview";
import type { WebhookInfo } from "../../bindings/WebhookInfo";
import type { Tone } from "../../components/Dot";
import { ago, count } from "../../components/time";
import { awayWords } from "../tunnel/words";
import { standingHealth } from "./standing";

export interface Health {
  tone: Tone;
  /** For the list of bots. */
  short: string;
  /** For the head: the part that carries the colour, and the rest of the sentence. */
  lead: string;
  rest: string;
}

type World = Pick<Overview, "tunnel" | "sandbox">;

/** The host of a URL, or all of it when it is none. */
export function hostOf(url: string): string {
  try {
    return new URL(url).host || url;
  } catch {
    return url;
  }
}

/** Telegram's last error, in its own words without the preamble. */
export function lastErrorWords(info: WebhookInfo): string | null {
  return info.last_error_message?.replace(/^Wrong response from the webhook:\s*/, "").trim() || null;
}

/** Whether the last error is newer than the last update that arrived: a success does not clear it. */
export function errorIsCurrent(bot: BotView): boolean {
  const at = bot.webhook?.info?.last_error_date;
  if (at == null) return false;
  return bot.last_update_at === null || at * 1000 > Date.parse(bot.last_update_at);
}

const waitWords = (pending: number) => `${count(pending, "update")} ${pending === 1 ? "waits" : "wait"} at Telegram`;

const say = (tone: Tone, short: string, lead: string, rest = ""): Health => ({ tone, short, lead, rest });

export function health(bot: BotView, world: World, now: number): Health {
  if (bot.token_state === "missing") return say("bad", "Its token is missing", "Its token is missing", ": give it again under Edit bot.");
  if (bot.watch.paused) return say("idle", "Paused", "Paused", ": Hookbay leaves this bot's webhook alone.");
  if (bot.token_state === "unreadable") return say("care", "Its token cannot be read", "The keyring that holds its token cannot be read", ".");

  const isSandbox = bot.environment.type === "sandbox";
  if (isSandbox && !world.sandbox.running) return say("idle", "The sandbox is not running", "The sandbox is not running", ".");

  const webhook = bot.webhook;
  if (webhook?.error) return errorHealth(webhook.error.code, webhook.error.message);
  const away = isSandbox ? null : awayWords(world.tunnel);
  const standing = standingHealth(bot, { who: isSandbox ? "The sandbox" : "Telegram", away, now });
  if (standing) return standing;
  if (bot.lease?.state === "returning") return say("care", `${hostOf(bot.lease.url)} waits to be put back`, `The webhook of ${hostOf(bot.lease.url)} waits to be put back`, ".");
  if (!webhook) return say("idle", "Not checked yet", "Telegram was not asked yet", ".");

  const info = webhook.info;
  const pending = info?.pending_update_count ?? 0;
  switch (webhook.owner) {
    case "none":
      return pending > 0
        ? say("care", `No webhook: ${waitWords(pending)}`, "No webhook is set", `: ${waitWords(pending)}.`)
        : say("idle", "No webhook yet", "No webhook is set", `: ${isSandbox ? "the sandbox" : "Telegram"} does not deliver this bot's updates anywhere.`);
    case "foreign": {
      const host = hostOf(info?.url ?? "");
      return say("idle", `Webhook belongs to ${host}`, `Telegram delivers to ${host}`, ", which is not this computer.");
    }
    case "ours_outdated":
      return say("bad", "Telegram has an old address", "Telegram delivers to an old address of this computer", away ? `, and ${away.replace("T", "t")}.` : ": set the webhook again.");
    case "unknown":
      return say("idle", "Not checked yet", "It is not known where Telegram delivers", ".");
    case "ours":
      break;
  }

  if (away) {
    const held = pending > 0 ? `: ${waitWords(pending)}` : "";
    const tone = world.tunnel.state.type === "connecting" ? "care" : "bad";
    return say(tone, `${away}${held}`, away, held ? `${held}.` : ": Telegram cannot reach this computer.");
  }
  if (info && errorIsCurrent(bot)) {
    const words = lastErrorWords(info) ?? "an error";
    const when = ago((info.last_error_date ?? 0) * 1000, now);
    const rest = pending > 0 ? `: ${waitWords(pending)}.` : ", and nothing arrived since.";
    return say("care", pending > 0 ? `Telegram got ${words}: ${pending} wait` : `Telegram got ${words} ${when}`, `Telegram got ${words} ${when}`, rest);
  }
  const lead = isSandbox ? "The sandbox delivers to this computer" : "Telegram delivers to this computer";
  if (pending > 0) return say("good", `Receiving, ${pending} to come`, lead, `, ${waitWords(pending)}.`);
  return bot.last_update_at
    ? say("good", `Receiving, last update ${ago(Date.parse(bot.last_update_at), now)}`, lead, `, last update ${ago(Date.parse(bot.last_update_at), now)}.`)
    : say("good", "Ready, no update yet", lead, ", and no update came yet.");
}

export function errorHealth(code: string, message: string): Health {
  switch (code) {
    case "unauthorized":
    case "telegram_not_found":
      return say("bad", "Telegram refuses its token", "Telegram refuses its token", ": replace it under Edit bot.");
    case "dns":
    case "connect":
    case "tls":
    case "timeout":
      return say("care", "Telegram cannot be reached", "Telegram cannot be reached", " from this computer.");
    case "too_many_requests":
      return say("care", "Telegram asks to wait", "Telegram asks to wait before it is asked again", ".");
    default:
      return say("bad", message, message);
  }
}
