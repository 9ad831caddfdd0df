import { useState } from "react";
import { useStore } from "../../app/store";
import type { BotView } from "../../bindings/BotView";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { Field } from "../../components/Field";
import { useFocusBack } from "../../components/useFocusBack";
import { Access } from "../chat/Access";
import { RemoveBot } from "./RemoveBot";

/** A bot's name, its token, and its end. */
export function EditBot({ bot, onClose }: { bot: BotView; onClose: () => void }) {
  useFocusBack();
  /** Null until it was asked for once: when the question closes, its button has the focus again. */
  const [removing, setRemoving] = useState<boolean | null>(null);
  return (
    <section className="card edit-bot" aria-label="Edit bot">
      <div className="edit-fields">
        <Rename bot={bot} />
        {bot.environment.type === "sandbox" ? <Access botId={bot.id} /> : <ReplaceToken bot={bot} />}
      </div>
      {removing ? (
        <RemoveBot bot={bot} onCancel={() => setRemoving(false)} />
      ) : (
        <div className="row">
          <Button look="danger" autoFocus={removing === false} data-testid="remove-bot" onClick={() => setRemoving(true)}>
            Remove bot
          </Button>
          <span className="spring" />
          <Button look="quiet" onClick={onClose}>
            Close
          </Button>
        </div>
      )}
    </section>
  );
}

function Rename({ bot }: { bot: BotView }) {
  const store = useStore();
  const [name, setName] = useState(bot.name);
  const rename = useAction(() => store.act("rename_bot", { bot_id: bot.id, name: name.trim() }));
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        void rename.run();
      }}
    >
      <div className="row end">
        <Field label="Name here" data-testid="bot-name" required maxLength={64} dir="auto" value={name} onChange={(event) => setName(event.target.value)} />
        <Button type="submit" data-testid="rename-bot" busy={rename.busy} disabled={!name.trim() || name.trim() === bot.name}>
          Rename
        </Button>
      </div>
      {rename.error && <ErrorNote error={rename.error} />}
    </form>
  );
}

function ReplaceToken({ bot }: { bot: BotView }) {
  const store = useStore();
  const [token, setToken] = useState("");
  const [done, setDone] = useState(false);
  const replace = useAction(async (signal) => {
    await store.act("set_token", { bot_id: bot.id, token: token.trim() });
    // What was said of the old token is over. How it goes with the new one shows in the bot's sentence.
    void store.act("webhook_status", { bot_id: bot.id }).catch(() => {});
    signal.throwIfAborted();
    setToken("");
    setDone(true);
  });
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        setDone(false);
        void replace.run();
      }}
    >
      <div className="row end">
        <Field label="New token, after a revoke" type="password" className="mono" data-testid="new-token" placeholder={bot.masked_token} value={token} onChange={(event) => setToken(event.target.value)} />
        <Button type="submit" data-testid="replace-token" busy={replace.busy} disabled={!token.trim()}>
          Replace token
        </Button>
      </div>
      {done && (
        <p className="hint" role="status">
          The new token works and is kept.
        </p>
      )}
      {replace.error && <ErrorNote error={replace.error} />}
    </form>
  );
}
