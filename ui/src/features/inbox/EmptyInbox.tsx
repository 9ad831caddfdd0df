import { useOverview } from "../../app/store";
import type { BotView } from "../../bindings/BotView";
import { Button } from "../../components/Button";
import { hostOf } from "../bots/health";
import { Mends } from "../webhook/Mends";
import type { Verdict } from "../webhook/saying";
import { verdict } from "../webhook/verdict";
import type { AsideView } from "./Aside";

/** Nothing here yet: why, what the next step is, and its button. */
export function EmptyInbox({ bot, onAside }: { bot: BotView; onAside: (view: AsideView) => void }) {
  const said = verdict(bot, useOverview());
  const { title, text } = emptyWords(bot, said);
  return (
    <div className="empty">
      <h2>{title}</h2>
      <p>{text}</p>
      <Mends bot={bot} mend={said.mend} />
      <div className="row">
        <Button look="quiet" data-testid="empty-compose" onClick={() => onAside("compose")}>
          Compose one
        </Button>
        <Button look="quiet" data-testid="empty-import" onClick={() => onAside("import")}>
          Import from a file
        </Button>
      </div>
    </div>
  );
}

/** What a reader who waits for a first update needs to know; anything in the way of one comes first. */
export function emptyWords(bot: BotView, said: Verdict): { title: string; text: string } {
  const title = "No update yet";
  if (said.tone === "good") {
    const next = bot.environment.type === "sandbox" ? "Say something as Ann below, and it" : `Write to ${bot.username ? `@${bot.username}` : "your bot"} in Telegram, and the message`;
    return { title, text: `The webhook is set. ${next} arrives here.` };
  }
  // Which webhook there is counts only where it could be asked for.
  const mayBeSet = said.mend.includes("set") || said.mend.includes("tunnel");
  if (mayBeSet && bot.webhook?.owner === "none") {
    const who = bot.environment.type === "sandbox" ? "The sandbox" : "Telegram";
    return { title, text: `${who} does not know this computer yet. Set the webhook, and the bot's updates arrive here.` };
  }
  if (mayBeSet && bot.webhook?.owner === "foreign") {
    const host = hostOf(bot.webhook.info?.url ?? "");
    return { title, text: `Telegram delivers this bot's updates to ${host}. They arrive here once the webhook leads to this computer.` };
  }
  return { title: said.title, text: said.text };
}
