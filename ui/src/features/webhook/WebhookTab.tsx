import { isSetting, useNavigation, type OpenForm } from "../../app/route";
import { useOverview } from "../../app/store";
import type { BotView } from "../../bindings/BotView";
import { TimeAgo } from "../../components/TimeAgo";
import { DeleteWebhookForm } from "./DeleteWebhookForm";
import { Facts } from "./Facts";
import { Mends } from "./Mends";
import { SetWebhookForm } from "./SetWebhookForm";
import { verdict } from "./verdict";

export function WebhookTab({ bot, form }: { bot: BotView; form: OpenForm }) {
  const { open } = useNavigation();
  const close = () => open(bot.id, "webhook", null);
  return (
    <div className="page webhook">
      {isSetting(form) && <SetWebhookForm key={bot.id} bot={bot} opened={form === "kinds" || form === "options" ? form : null} onDone={close} onCancel={close} />}
      {form === "delete" && <DeleteWebhookForm key={bot.id} bot={bot} onClose={close} />}
      {!isSetting(form) && form !== "delete" && <VerdictNote bot={bot} />}
      <Facts bot={bot} onChange={() => open(bot.id, "webhook", "kinds")} />
    </div>
  );
}

function VerdictNote({ bot }: { bot: BotView }) {
  const said = verdict(bot, useOverview());
  return (
    <section className={`note ${said.tone}`} data-testid="verdict" aria-label="How the webhook is">
      {/* Only this is read out when it changes: the time below changes every second. */}
      <div className="note-said" role={said.tone === "bad" ? "alert" : "status"}>
        <p className="note-title">{said.title}</p>
        <p>{said.text}</p>
      </div>
      {said.at !== undefined && (
        <p className="muted">
          Last time: <TimeAgo at={said.at} />
        </p>
      )}
      <Mends bot={bot} mend={said.mend} />
    </section>
  );
}
