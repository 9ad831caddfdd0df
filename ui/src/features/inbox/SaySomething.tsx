import { useState } from "react";
import { useNavigation } from "../../app/route";
import { useStore } from "../../app/store";
import type { BotView } from "../../bindings/BotView";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";

/** The sandbox's user writes to the bot, so that an update comes without a network. */
export function SaySomething({ bot }: { bot: BotView }) {
  const store = useStore();
  const { open } = useNavigation();
  const [text, setText] = useState("");
  const send = useAction(async () => {
    const sent = text.trim();
    // At once: the next one may be typed and sent while this one is under way.
    setText("");
    try {
      await store.act("sandbox_say", { bot_id: bot.id, text: sent });
    } catch (thrown) {
      setText((now) => now || sent);
      throw thrown;
    }
  });
  return (
    <form
      className="say"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) void send.run();
      }}
    >
      {send.error && <ErrorNote error={send.error} />}
      <div className="row">
        <label htmlFor="say">Say something as Ann</label>
        <input
          id="say"
          className="input grow"
          data-testid="say-input"
          dir="auto"
          autoComplete="off"
          maxLength={4096}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            // Back to the list's keys.
            event.preventDefault();
            event.currentTarget.blur();
          }}
        />
        <Button type="submit" data-testid="say-send">
          Send
        </Button>
        <Button look="quiet" data-testid="to-chat" onClick={() => open(bot.id, "chat")}>
          Open the chat
        </Button>
      </div>
    </form>
  );
}
