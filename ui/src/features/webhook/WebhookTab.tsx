import { isSetting, useNavigation, type OpenForm } from "../../app/route";
import { useOverview, useStore } from "../../app/store";
import type { BotView } from "../../bindings/BotView";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { useNow } from "../../components/TimeAgo";
import { DeleteWebhookForm } from "./DeleteWebhookForm";
import { Facts } from "./Facts";
import { SetWebhookForm } from "./SetWebhookForm";
import { verdict, type Mend } from "./verdict";

export function WebhookTab({ bot, form }: { bot: BotView; form: OpenForm }) {
  const { open } = useNavigation();
  const close = () => open(bot.id, "webhook", null);
  return (
    <div className="page webhook">
      {isSetting(form) && <SetWebhookForm key={bot.id} bot={bot} kinds={form === "kinds"} onDone={close} onCancel={close} />}
      {form === "delete" && <DeleteWebhookForm key={bot.id} bot={bot} onClose={close} />}
      {!isSetting(form) && form !== "delete" && <VerdictNote bot={bot} />}
      <Facts bot={bot} onChange={() => open(bot.id, "webhook", "kinds")} />
    </div>
  );
}

function VerdictNote({ bot }: { bot: BotView }) {
  const { open } = useNavigation();
  const store = useStore();
  const said = verdict(bot, useOverview(), useNow());
  const refresh = useAction(() => store.act("webhook_status", { bot_id: bot.id }));
  const buttons: Record<Mend, { label: string; run: () => void }> = {
    set: { label: bot.webhook?.owner === "ours_outdated" ? "Set it again" : bot.webhook?.owner === "foreign" ? "Replace it" : "Set the webhook", run: () => open(bot.id, "webhook", "set") },
    delete: { label: "Delete it", run: () => open(bot.id, "webhook", "delete") },
    tunnel: { label: "Set up a public URL", run: () => open(bot.id, "webhook", "set") },
    refresh: { label: "Check again", run: () => void refresh.run() },
    edit: { label: "Replace the token", run: () => open(bot.id, "webhook", "edit") },
  };
  return (
    <section className={`note ${said.tone}`} data-testid="verdict" role={said.tone === "bad" ? "alert" : "status"}>
      <p className="note-title">{said.title}</p>
      <p>{said.text}</p>
      {said.mend.length > 0 && (
        <div className="row">
          {said.mend.map((mend) => (
            <Button key={mend} busy={mend === "refresh" && refresh.busy} onClick={buttons[mend].run}>
              {buttons[mend].label}
            </Button>
          ))}
        </div>
      )}
      {refresh.error && <ErrorNote error={refresh.error} />}
    </section>
  );
}
