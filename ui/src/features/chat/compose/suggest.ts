// What the field offers while one types. Pure.
import type { BotCommand } from "../../../bindings/BotCommand";
import type { InlineOffer } from "../../../bindings/InlineOffer";
import type { InlineResult } from "../../../bindings/InlineResult";

/** The commands of the bot's own list that begin with what is typed. */
export function commandsFor(text: string, commands: readonly BotCommand[]): readonly BotCommand[] {
  const typed = /^\/([a-z0-9_]*)$/i.exec(text)?.[1]?.toLowerCase();
  if (typed === undefined) return [];
  return commands.filter(({ command }) => command.startsWith(typed));
}

/** What is asked of the bot in inline mode; null where the text is none. */
export function inlineQuery(text: string, username: string | null): string | null {
  const [, name, query] = /^@(\w+)\s(.*)$/s.exec(text) ?? [];
  return name !== undefined && username !== null && name.toLowerCase() === username.toLowerCase() ? (query ?? "") : null;
}

export type Offered =
  | { type: "none" }
  | { type: "commands"; items: readonly BotCommand[] }
  | { type: "waiting" }
  | { type: "results"; queryId: string; items: readonly InlineResult[] };

export function offered(text: string, username: string | null, commands: readonly BotCommand[], inline: InlineOffer | null): Offered {
  const query = inlineQuery(text, username);
  if (query !== null) {
    if (inline?.query !== query || !inline.answered) return { type: "waiting" };
    return { type: "results", queryId: inline.query_id, items: inline.results };
  }
  const items = commandsFor(text, commands);
  return items.length > 0 ? { type: "commands", items } : { type: "none" };
}
