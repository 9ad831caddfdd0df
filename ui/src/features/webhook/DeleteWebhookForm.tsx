import { useState } from "react";
import { useStore } from "../../app/store";
import type { BotView } from "../../bindings/BotView";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { Tick } from "../../components/Field";
import { count } from "../../components/time";
import { useFocusBack } from "../../components/useFocusBack";
import { Waiting } from "../../components/Waiting";
import { hostOf } from "../bots/health";

/** Asks in place before a webhook goes that Hookbay cannot bring back, or with updates waiting. */
export function DeleteWebhookForm({ bot, onClose }: { bot: BotView; onClose: () => void }) {
  const store = useStore();
  useFocusBack();
  const [drop, setDrop] = useState(false);
  const info = bot.webhook?.info;
  const pending = info?.pending_update_count ?? 0;
  const foreign = bot.webhook?.owner === "foreign" && info ? hostOf(info.url) : null;
  const remove = useAction(async (signal) => {
    await store.act("delete_webhook", { bot_id: bot.id, drop_pending_updates: drop, delete_foreign: foreign !== null });
    signal.throwIfAborted();
    onClose();
  });
  return (
    <section className="note care" aria-label="Delete webhook">
      <p className="note-title">{foreign ? `Delete the webhook of ${foreign}?` : "Delete the webhook?"}</p>
      {foreign && <p>What runs there gets no more updates, and its secret token cannot be read back from Telegram.</p>}
      {pending > 0 && (
        <>
          <p>{count(pending, "update")} {pending === 1 ? "waits" : "wait"} at Telegram, which keeps them for up to 24 hours.</p>
          <Tick label={`Drop the ${count(pending, "waiting update")}. This cannot be undone.`} checked={drop} onChange={(event) => setDrop(event.target.checked)} />
        </>
      )}
      {remove.error && <ErrorNote error={remove.error} />}
      <div className="row">
        <Button look="danger" data-testid="delete-webhook-confirm" busy={remove.busy} onClick={() => void remove.run()}>
          {drop ? `Delete webhook and ${count(pending, "update")}` : "Delete webhook"}
        </Button>
        <Button look="quiet" autoFocus onClick={onClose}>
          Keep it
        </Button>
      </div>
      <Waiting action={remove} on="Telegram to delete the webhook" />
    </section>
  );
}
