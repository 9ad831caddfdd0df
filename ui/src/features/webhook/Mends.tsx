import { useNavigation } from "../../app/route";
import { useOverview, useStore } from "../../app/store";
import type { BotView } from "../../bindings/BotView";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { Waiting } from "../../components/Waiting";
import type { Mend } from "./verdict";

/** The buttons that mend what a verdict found. */
export function Mends({ bot, mend }: { bot: BotView; mend: Mend[] }) {
  const { open } = useNavigation();
  const store = useStore();
  const { tunnel } = useOverview();
  const refresh = useAction(() => store.act("webhook_status", { bot_id: bot.id }));
  const connect = useAction(() => store.act("retry_tunnel", {}));
  const owner = bot.webhook?.owner;
  const set = () => open(bot.id, "webhook", "set");
  const buttons: Record<Mend, { label: string; run: () => void; busy?: boolean }> = {
    set: { label: owner === "ours_outdated" ? "Set it again" : owner === "foreign" ? "Replace it" : "Set the webhook", run: set },
    tunnel: { label: "Set up a public URL", run: set },
    connect: { label: tunnel.state.type === "off" ? "Connect" : "Try now", run: () => void connect.run(), busy: connect.busy },
    refresh: { label: "Check again", run: () => void refresh.run(), busy: refresh.busy },
    edit: { label: "Replace the token", run: () => open(bot.id, "webhook", "edit") },
  };
  const error = refresh.error ?? connect.error;
  return (
    <>
      {mend.length > 0 && (
        <div className="row">
          {mend.map((each) => (
            <Button key={each} busy={buttons[each].busy ?? false} onClick={buttons[each].run}>
              {buttons[each].label}
            </Button>
          ))}
        </div>
      )}
      <Waiting action={refresh} on="Telegram's answer" />
      <Waiting action={connect} on="the tunnel" />
      {error && <ErrorNote error={error} />}
    </>
  );
}
