import { useNavigation } from "../../app/route";
import type { BotView } from "../../bindings/BotView";
import { Button } from "../../components/Button";
import { hostOf } from "../bots/health";

/** Nothing here yet: what the next step is, and its button. */
export function EmptyInbox({ bot }: { bot: BotView }) {
  const { open } = useNavigation();
  const owner = bot.webhook?.owner ?? "unknown";
  if (owner === "ours") {
    return (
      <div className="empty">
        <h2>No update yet</h2>
        {bot.environment.type === "sandbox" ? (
          <p>The webhook is set. Say something as Ann below, and it arrives here.</p>
        ) : (
          <p>
            The webhook is set. Write to{" "}
            {bot.username ? <span className="mono">@{bot.username}</span> : "your bot"} in Telegram, and the message arrives here.
          </p>
        )}
      </div>
    );
  }
  const foreign = owner === "foreign" && bot.webhook?.info ? hostOf(bot.webhook.info.url) : null;
  return (
    <div className="empty">
      <h2>No update yet</h2>
      <p>
        {foreign
          ? `Telegram delivers this bot's updates to ${foreign}. They arrive here once the webhook leads to this computer.`
          : `${bot.environment.type === "sandbox" ? "The sandbox" : "Telegram"} does not know this computer yet. Set the webhook, and the bot's updates arrive here.`}
      </p>
      <Button onClick={() => open(bot.id, "webhook", "set")}>{foreign ? "See the webhook" : "Set the webhook"}</Button>
    </div>
  );
}
