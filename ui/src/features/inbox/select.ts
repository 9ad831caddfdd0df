// From elsewhere to one update in the inbox.
import { remember } from "../../app/memory";
import type { Store } from "../../app/store";
import type { BotId } from "../../bindings/BotId";

/** Selects the update with Telegram's id for when the inbox is opened next; whether it is there. */
export async function selectUpdate(store: Store, botId: BotId, updateId: number): Promise<boolean> {
  const { rows } = await store.read("search_updates", { bot_id: botId, query: `id:${updateId}`, before: null, after: null, limit: 1 });
  const row = rows[0];
  if (!row) return false;
  remember(`selected.${botId}`, row.seq);
  // A search might not find it.
  remember(`query.${botId}`, "");
  return true;
}
