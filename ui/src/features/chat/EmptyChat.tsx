import { Button } from "../../components/Button";
import { useNavigation } from "../../app/route";
import type { BotCommand } from "../../bindings/BotCommand";
import { Access } from "./Access";
import { useScene } from "./scene";

interface Props {
  /** Those that one is offered. */
  commands: readonly BotCommand[];
  onWrite: (text: string) => void;
}

/** No messages yet: what to try. */
export function EmptyChat({ commands, onWrite }: Props) {
  const { bot, me, room, act } = useScene();
  const { open } = useNavigation();
  const isUnset = bot.webhook?.owner === "none";
  const tries = ["/start", ...commands.map(({ command }) => `/${command}`).filter((command) => command !== "/start")].slice(0, 4);
  return (
    <div className="empty chat-empty">
      <h2>No messages yet</h2>
      <p>
        Write as {me.name}
        {room.kind === "private" ? "" : ` in ${room.title}`}, and {bot.name} gets it as Telegram would send it. What the bot answers appears here.
      </p>
      <div className="row wrap try">
        {tries.map((command) => (
          <Button key={command} data-testid="try" onClick={() => void act({ type: "say", text: command, reply_to: null })}>
            {command}
          </Button>
        ))}
        <Button onClick={() => void act({ type: "say", text: "Hello", reply_to: null })}>Hello</Button>
        {bot.username && <Button onClick={() => onWrite(`@${bot.username} `)}>Inline mode</Button>}
      </div>
      {isUnset && (
        <p>
          No webhook is set: the bot gets messages when it asks with getUpdates, or once its webhook is set.{" "}
          <Button look="quiet" onClick={() => open(bot.id, "webhook", "set")}>
            Set webhook
          </Button>
        </p>
      )}
      <Access botId={bot.id} />
    </div>
  );
}
