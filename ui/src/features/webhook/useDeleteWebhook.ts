import { useNavigation } from "../../app/route";
import { useStore } from "../../app/store";
import type { ApiError } from "../../bindings/ApiError";
import type { BotView } from "../../bindings/BotView";
import { useAction } from "../../components/action";

export interface DeleteAction {
  /** Deletes at once what can be set again, and asks first where something would be lost. */
  ask: () => void;
  busy: boolean;
  error: ApiError | null;
}

export function useDeleteWebhook(bot: BotView): DeleteAction {
  const store = useStore();
  const { open } = useNavigation();
  const remove = useAction(() => store.act("delete_webhook", { bot_id: bot.id, drop_pending_updates: false, delete_foreign: false }));
  const isOurs = bot.webhook?.owner === "ours" || bot.webhook?.owner === "ours_outdated";
  const asks = !isOurs || (bot.webhook?.info?.pending_update_count ?? 0) > 0;
  return {
    ask: () => (asks ? open(bot.id, "webhook", "delete") : void remove.run()),
    busy: remove.busy,
    error: remove.error,
  };
}
