// From elsewhere to one update in the inbox.
import { remember } from "../../app/memory";
import type { Store } from "../../app/store";
import type { BotId } from "../../bindings/BotId";

/** Selects the update with Telegram's id for when the inbox is opened next; whether it is there. */
export async function selectUpdate(store: Store, botId: BotId, updateId: number): Promise<boolean> {
  const { rows } = await store.read("search_updates", { bot_id: botId, query: `id:${updateId}`, before: null, after: null, limit: 20 });
  // Only the update itself will do, whatever else is found.
  const row = rows.find(({ update_id }) => update_id === updateId);
  if (!row) return false;
  remember(`selected.${botId}`, row.seq);
  // A search might not find it.
  remember(`query.${botId}`, "");
  return true;
}
