import { useState } from "react";
import { useStore } from "../../app/store";
import type { BotView } from "../../bindings/BotView";
import type { Environment } from "../../bindings/Environment";
import { useAction, useReport } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { Choice, Field } from "../../components/Field";
import { Waiting } from "../../components/Waiting";

/** The app makes its sandbox's bots itself: there is no token of one to type. */
type Kind = Exclude<Environment["type"], "sandbox">;

interface Props {
  onAdded: (bot: BotView) => void;
  onCancel: () => void;
  onBusy?: (busy: boolean) => void;
}

export function AddBotForm({ onAdded, onCancel, onBusy }: Props) {
  const store = useStore();
  const [token, setToken] = useState("");
  const [kind, setKind] = useState<Kind>("cloud");
  const [root, setRoot] = useState("");
  const add = useAction(async (signal) => {
    const environment: Environment = kind === "self_hosted" ? { type: kind, api_root: root.trim() } : { type: kind };
    const bot = await store.act("add_bot", { token: token.trim(), environment, name: null });
    signal.throwIfAborted();
    // The token has no business on the page once it is kept.
    setToken("");
    onAdded(bot);
  });
  useReport(add.busy, onBusy);
  return (
    <form
      className="form"
      data-testid="add-bot"
      onSubmit={(event) => {
        event.preventDefault();
        void add.run();
      }}
    >
      <Field
        label="Bot token"
        type="password"
        className="mono"
        data-testid="token-field"
        autoFocus
        required
        placeholder="123456:ABC-DEF…"
        value={token}
        onChange={(event) => setToken(event.target.value)}
        hint="@BotFather gives it. It is kept in this computer's keyring and never shown again."
      />
      <Choice
        legend="Which Bot API serves it"
        value={kind}
        onChange={setKind}
        options={[
          { value: "cloud", label: "Telegram", hint: "api.telegram.org" },
          { value: "test", label: "Telegram's test environment", hint: "needs a bot made there" },
          { value: "self_hosted", label: "Your own Bot API server" },
        ]}
      />
      {kind === "self_hosted" && (
        <Field
          label="Root of your server"
          type="url"
          className="mono"
          data-testid="api-root"
          required
          placeholder="http://localhost:8081"
          value={root}
          onChange={(event) => setRoot(event.target.value)}
          hint="The part before /bot."
        />
      )}
      {add.error && <ErrorNote error={add.error} />}
      <div className="row">
        <Button type="submit" look="primary" data-testid="add-bot-submit" busy={add.busy} disabled={!token.trim()}>
          Add bot
        </Button>
        <Button look="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </div>
      <Waiting action={add} on="Telegram to say which bot this is" />
    </form>
  );
}
