// The sentence for what the engine found at its last check, where it says more than Telegram's answer does.
import type { BotView } from "../../bindings/BotView";
import type { Standing } from "../../bindings/Standing";
import type { TunnelView } from "../../bindings/TunnelView";
import { count } from "../../components/time";
import { lastErrorWords } from "../bots/health";
import { isOvertaken } from "../bots/overtaken";
import { WRONG } from "./causes";
import { cannotAsk, mendOf, say, type Verdict } from "./saying";

interface Scene {
  /** Telegram, or the sandbox. */
  who: string;
  /** Why Telegram cannot reach this computer. */
  away: string | null;
  kind: TunnelView["kind"];
  state: TunnelView["state"];
}

type Table = { [T in Standing["type"]]: (standing: Extract<Standing, { type: T }>, bot: BotView, scene: Scene) => Verdict | null };

/** Null where Telegram's own answer says it all. */
const SAID: Table = {
  unchecked: () => null,
  not_wanted: () => null,
  right: () => null,
  paused: () => null,
  no_public_url: (_standing, { webhook }, { away, kind, state }) => {
    // What is registered stays right while the tunnel is away, and what is not wanted needs none.
    if (!away || webhook?.owner === "ours" || state.type === "connecting") return null;
    const why = state.type === "failed" ? `${state.error.message} ${state.error.remedy} ` : "";
    return say("bad", `${away}: the webhook cannot be set`, `${why}Hookbay sets it by itself once there is a public URL.`, kind === "none" ? "tunnel" : "connect");
  },
  report_only: ({ cause }) => say("care", WRONG[cause], "Repairing by itself is off for this bot, so Hookbay only reports it.", "set"),
  waiting: ({ cause, until }) => ({
    ...say("care", WRONG[cause], "Hookbay set the webhook again for that a moment ago. It waits before the next try, so as not to ask Telegram in a loop.", "repair"),
    next: Date.parse(until),
  }),
  delivery_fails: ({ since }, bot, { who, away }) => {
    if (away) return null;
    const words = bot.webhook?.info ? lastErrorWords(bot.webhook.info) : null;
    const why = bot.webhook?.diagnosis ? `${bot.webhook.diagnosis.cause} ${bot.webhook.diagnosis.fix} ` : "";
    return { ...say("care", `${who} got ${words ?? "an error"}`, `${why}The webhook is right: setting it again would not cure this.`, mendOf(bot) ?? "refresh"), at: Date.parse(since) };
  },
  backlog: ({ pending }, bot, { who, away }) => {
    if (away) return null;
    const title = `${count(pending, "update")} ${pending === 1 ? "waits" : "wait"} at ${who.replace("The", "the")}, and they do not become fewer`;
    return say("care", title, "The webhook is right: setting it again would not cure this. A probe shows whether the public URL leads here.", mendOf(bot) ?? "probe");
  },
  taken_over: ({ host, since }) => ({
    ...say("care", `${host} has taken this bot over`, "Another program has set its own webhook, so nothing arrives here. Hookbay changes nothing until you say so.", "take_back", "let_go"),
    since: Date.parse(since),
  }),
  polled: ({ since }) => ({
    ...say(
      "care",
      "Something deletes this bot's webhook again and again",
      "Most often a program that polls with getUpdates does so, because a bot cannot have both. Stop that program, then take the bot back; Hookbay changes nothing until you say so.",
      "take_back",
      "let_go",
    ),
    since: Date.parse(since),
  }),
  cannot_ask: ({ error, until }, _bot, { who }) => cannotAsk(error, who, until),
};

export function standingVerdict(bot: BotView, scene: Scene): Verdict | null {
  const { standing } = bot.watch;
  if (isOvertaken(bot)) return null;
  const said = SAID[standing.type] as (standing: Standing, bot: BotView, scene: Scene) => Verdict | null;
  return said(standing, bot, scene);
}
