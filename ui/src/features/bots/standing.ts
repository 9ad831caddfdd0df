// A bot's sentence for what the engine found at its last check, where it says more than Telegram's answer does.
import type { BotView } from "../../bindings/BotView";
import type { Standing } from "../../bindings/Standing";
import { ago, count, until } from "../../components/time";
import { WRONG } from "../webhook/causes";
import { errorHealth, type Health } from "./health";
import { isOvertaken } from "./overtaken";

interface Scene {
  who: string;
  /** Why Telegram cannot reach this computer. */
  away: string | null;
  now: number;
}

type Table = { [T in Standing["type"]]: (standing: Extract<Standing, { type: T }>, bot: BotView, scene: Scene) => Health | null };

const care = (short: string, lead: string, rest: string): Health => ({ tone: "care", short, lead, rest });

/** Null where Telegram's own answer says it all. */
const SAID: Table = {
  unchecked: () => null,
  not_wanted: () => null,
  right: () => null,
  paused: () => null,
  no_public_url: (_standing, { webhook }, { away }) => {
    if (!away || webhook?.owner === "ours" || webhook?.owner === "ours_outdated") return null;
    return { tone: "bad", short: away, lead: away, rest: ": its webhook cannot be set." };
  },
  report_only: ({ cause }) => care(WRONG[cause], WRONG[cause], ", and repairing by itself is off."),
  waiting: ({ cause, until: then }, _bot, { now }) => care(WRONG[cause], WRONG[cause], `: next try ${until(Date.parse(then), now)}.`),
  delivery_fails: ({ since }, { webhook }, { who, away, now }) => {
    if (away || webhook?.info?.last_error_date != null) return null;
    const when = ago(Date.parse(since), now);
    return care(`Deliveries fail, last ${when}`, "Deliveries to this computer fail", `, the last one ${when}. ${who} keeps trying.`);
  },
  backlog: ({ pending }, _bot, { who, away }) => {
    if (away) return null;
    const waits = `${count(pending, "update")} ${pending === 1 ? "waits" : "wait"}`;
    return care(`${waits} at ${who.replace("The", "the")}`, `${waits} at ${who.replace("The", "the")}`, ", and they do not become fewer.");
  },
  taken_over: ({ host, since }, _bot, { now }) => care(`${host} has taken it over`, `${host} has taken this bot over`, `, first seen ${ago(Date.parse(since), now)}.`),
  polled: () => care("Something deletes its webhook", "Something deletes this bot's webhook again and again", ": most often a program that polls."),
  cannot_ask: ({ error }) => errorHealth(error.code, error.message),
};

export function standingHealth(bot: BotView, scene: Scene): Health | null {
  if (isOvertaken(bot)) return null;
  const said = SAID[bot.watch.standing.type] as (standing: Standing, bot: BotView, scene: Scene) => Health | null;
  return said(bot.watch.standing, bot, scene);
}
