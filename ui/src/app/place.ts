// A place that is gone leads to the nearest that is there. Pure.
import type { BotId } from "../bindings/BotId";
import type { Route } from "./route";

/**
 * Where the reader is, from where they wanted to be. While the first start waits for its first bot
 * (`starting`), that bot's appearance in the list does not take the page away: the start goes on
 * with it by itself.
 */
export function placeOf(wanted: Route, bots: { id: BotId }[], starting: boolean): Route {
  const first = bots[0];
  const isThere = (id: BotId | null) => bots.some((bot) => bot.id === id);
  if (wanted.page === "settings" || wanted.page === "tunnel") return wanted;
  if (!first) return { page: "start", botId: null };
  if (wanted.page === "start" && isThere(wanted.botId)) return wanted;
  if (starting) return { page: "start", botId: null };
  if (wanted.page === "start") return { page: "bot", botId: first.id, tab: "inbox", form: null };
  if (wanted.page === "bot" && !isThere(wanted.botId)) return { ...wanted, botId: first.id, form: null };
  return wanted;
}
