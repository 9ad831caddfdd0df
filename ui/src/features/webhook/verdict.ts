// What is right or wrong with a webhook, and what mends it. Without a clock: a sentence that changed
// every second would be read out every second.
import type { BotView } from "../../bindings/BotView";
import type { Overview } from "../../bindings/Overview";
import { count } from "../../components/time";
import { errorIsCurrent, hostOf, lastErrorWords } from "../bots/health";
import { awayWords } from "../tunnel/words";
import type { Mend } from "./mend";
import { cannotAsk, mendOf, say, type Verdict } from "./saying";
import { standingVerdict } from "./standing";

export type World = Pick<Overview, "tunnel" | "sandbox">;

export function verdict(bot: BotView, world: World): Verdict {
  const isSandbox = bot.environment.type === "sandbox";
  const who = isSandbox ? "The sandbox" : "Telegram";
  const webhook = bot.webhook;

  if (bot.token_state === "missing") return say("bad", "This bot's token is missing", "Give it again, and everything else goes on as before.", "edit");
  if (bot.watch.paused) return pausedVerdict(bot, who);
  if (webhook?.error) {
    const { standing, next_check_at } = bot.watch;
    const planned = webhook.error.code === "too_many_requests" ? next_check_at : null;
    return cannotAsk(webhook.error, who, standing.type === "cannot_ask" ? standing.until : planned);
  }
  if (bot.token_state === "unreadable") return say("care", "The keyring that holds this bot's token cannot be read", `${who} can be asked about this bot once the keyring can be read.`, "refresh");
  if (isSandbox && !world.sandbox.running) return say("idle", "The sandbox is not running", "Its bots get nothing until it runs.");

  const away = isSandbox ? null : awayWords(world.tunnel);
  const standing = standingVerdict(bot, { who, away, kind: world.tunnel.kind, state: world.tunnel.state });
  if (standing) return standing;
  if (bot.lease?.state === "returning") return returningVerdict(bot.lease.url);
  if (!webhook) return say("idle", "Not checked yet", `${who} was not asked about this bot in this run.`, "refresh");

  const info = webhook.info;
  const pending = info?.pending_update_count ?? 0;
  const set: Mend = away ? "tunnel" : "set";
  switch (webhook.owner) {
    case "none": {
      const waits = pending > 0 ? ` ${count(pending, "update")} ${pending === 1 ? "waits" : "wait"} there, and will come once it is set.` : "";
      return say(pending > 0 ? "care" : "idle", "No webhook is set", `${who} keeps this bot's updates until something asks for them.${waits}`, set);
    }
    case "foreign":
      return say("idle", `This bot delivers to ${hostOf(info?.url ?? "")}`, "It was set by something else. Hookbay leaves it alone unless you take it over.", set);
    case "ours_outdated": {
      const how = away ? "Nothing arrives there. Once there is a public URL, the webhook can be set to it." : "The public URL has changed since the webhook was set, so nothing arrives. Set it again.";
      return say("bad", "Telegram delivers to an old address", how, set);
    }
    case "unknown":
      return say("idle", "It is not known where Telegram delivers", "Ask again.", "refresh");
    case "ours":
      break;
  }
  if (away) return awayVerdict(away, pending, world);
  if (info && errorIsCurrent(bot)) {
    const text = webhook.diagnosis ? `${webhook.diagnosis.cause} ${webhook.diagnosis.fix}` : "Nothing has arrived since.";
    return { ...say("care", `${who} got ${lastErrorWords(info) ?? "an error"}`, text, mendOf(bot) ?? "refresh"), at: (info.last_error_date ?? 0) * 1000 };
  }
  const rest = pending > 0 ? `${count(pending, "update")} still ${pending === 1 ? "waits" : "wait"} there.` : "Nothing waits there.";
  return say("good", `${who} delivers to this computer`, `The webhook is set and its secret token is checked on every request. ${rest}`);
}

function pausedVerdict({ webhook }: BotView, who: string): Verdict {
  const where = webhook?.owner === "ours" ? ` When it was last asked, ${who.replace("The", "the")} delivered to this computer, and whatever arrives is still kept.` : "";
  return say("idle", "This bot is paused", `Hookbay asks and changes nothing about its webhook.${where}`, "resume");
}

function returningVerdict(url: string): Verdict {
  return say("care", `The webhook of ${hostOf(url)} waits to be put back`, "It could not be put back so far, and until then this bot stays as it is. It is tried again when Hookbay quits and when it starts.", "give_back");
}

/** The webhook is right, and what it leads to is away. */
function awayVerdict(away: string, pending: number, { tunnel: { kind, state } }: World): Verdict {
  const why = state.type === "failed" ? `${state.error.message} ${state.error.remedy} ` : "";
  const held = pending > 0 ? `${count(pending, "update")} ${pending === 1 ? "waits" : "wait"} at Telegram, which keeps them for up to 24 hours.` : "Telegram keeps this bot's updates for up to 24 hours.";
  const mend: Mend[] = kind === "none" ? ["tunnel"] : state.type === "connecting" ? [] : ["connect"];
  return {
    tone: state.type === "connecting" ? "care" : "bad",
    title: `${away}: Telegram cannot reach this computer`,
    text: `${why}The webhook stays set. ${held} They arrive once the same address is online again.`,
    mend,
  };
}
