import { isSetting, useNavigation, type OpenForm } from "../../app/route";
import type { BotView } from "../../bindings/BotView";
import { DoctorCard } from "../doctor/DoctorCard";
import { DeleteWebhookForm } from "./DeleteWebhookForm";
import { Facts } from "./Facts";
import { HistoryCard } from "./HistoryCard";
import { LeaseCard } from "./LeaseCard";
import { PendingCard } from "./PendingCard";
import { SetWebhookForm } from "./SetWebhookForm";
import { VerdictNote } from "./VerdictNote";
import { WatchCard } from "./WatchCard";

/** How the webhook is and what mends it, beside how it is looked after and what happened to it. */
export function WebhookTab({ bot, form }: { bot: BotView; form: OpenForm }) {
  const { open } = useNavigation();
  const close = () => open(bot.id, "webhook", null);
  return (
    <div className="page webhook">
      <div className="webhook-main">
        {isSetting(form) && <SetWebhookForm key={bot.id} bot={bot} opened={form === "kinds" || form === "options" ? form : null} onDone={close} onCancel={close} />}
        {form === "delete" && <DeleteWebhookForm key={bot.id} bot={bot} onClose={close} />}
        {!isSetting(form) && form !== "delete" && <VerdictNote bot={bot} />}
        <Facts bot={bot} onChange={() => open(bot.id, "webhook", "kinds")} />
        <PendingCard bot={bot} />
      </div>
      <div className="webhook-side">
        {bot.lease && <LeaseCard bot={bot} lease={bot.lease} />}
        <WatchCard bot={bot} />
        <DoctorCard bot={bot} />
        <HistoryCard bot={bot} />
      </div>
    </div>
  );
}
