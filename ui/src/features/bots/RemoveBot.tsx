import { useState } from "react";
import { useKeys } from "../../app/keys";
import { useStore } from "../../app/store";
import type { BotView } from "../../bindings/BotView";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { Tick } from "../../components/Field";
import { count } from "../../components/time";
import { Waiting } from "../../components/Waiting";

/** Asks in place, and names what is lost. */
export function RemoveBot({ bot, onCancel }: { bot: BotView; onCancel: () => void }) {
  const store = useStore();
  useKeys({ Escape: onCancel }, "question");
  const isOurs = bot.webhook?.owner === "ours" || bot.webhook?.owner === "ours_outdated";
  const isSet = (bot.webhook?.info?.url ?? "") !== "";
  const [withWebhook, setWithWebhook] = useState(isOurs);
  const remove = useAction(async (signal) => {
    if (isSet && withWebhook) await store.act("delete_webhook", { bot_id: bot.id, drop_pending_updates: false, delete_foreign: bot.webhook?.owner === "foreign" });
    // Whoever kept the bot while Telegram was asked keeps it.
    signal.throwIfAborted();
    await store.act("remove_bot", { bot_id: bot.id });
  });
  const lost = bot.update_count > 0 ? `Its ${count(bot.update_count, "stored update")} and its token are` : "Its token is";
  return (
    <div className="note bad" role="group" aria-label="Remove this bot">
      <p className="note-title">Remove {bot.name} from this computer?</p>
      <p>{lost} deleted here, and that cannot be undone. The bot itself stays at Telegram.</p>
      {isSet && (
        <Tick
          label="Delete its webhook at Telegram first."
          hint={withWebhook ? undefined : "Left as it is, Telegram keeps trying to deliver there."}
          checked={withWebhook}
          onChange={(event) => setWithWebhook(event.target.checked)}
        />
      )}
      {remove.error && <ErrorNote error={remove.error} />}
      <div className="row">
        <Button look="danger" data-testid="remove-bot-confirm" busy={remove.busy} onClick={() => void remove.run()}>
          Remove bot{bot.update_count > 0 && ` and ${count(bot.update_count, "update")}`}
        </Button>
        {/* The question takes the focus, on the answer that loses nothing. */}
        <Button look="quiet" autoFocus onClick={onCancel}>
          Keep it
        </Button>
      </div>
      <Waiting action={remove} on="Telegram to delete the webhook" />
    </div>
  );
}
