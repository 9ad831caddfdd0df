import { useState } from "react";
import { useOverview, useStore } from "../../app/store";
import type { BotView } from "../../bindings/BotView";
import type { Environment } from "../../bindings/Environment";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { Choice, Field } from "../../components/Field";
import { Waiting } from "../../components/Waiting";

type Kind = Environment["type"];

export function AddBotForm({ onAdded, onCancel }: { onAdded: (bot: BotView) => void; onCancel?: () => void }) {
  const store = useStore();
  const { sandbox } = useOverview();
  const [token, setToken] = useState("");
  const [kind, setKind] = useState<Kind>("cloud");
  const [root, setRoot] = useState("");
  const add = useAction(async () => {
    const environment: Environment = kind === "self_hosted" ? { type: kind, api_root: root.trim() } : { type: kind };
    const bot = await store.act("add_bot", { token: token.trim(), environment, name: null });
    // The token has no business on the page once it is kept.
    setToken("");
    onAdded(bot);
  });
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
          { value: "cloud" as Kind, label: "Telegram", hint: "api.telegram.org" },
          { value: "test" as Kind, label: "Telegram's test environment", hint: "needs a bot made there" },
          { value: "self_hosted" as Kind, label: "Your own Bot API server" },
          ...(sandbox.running ? [{ value: "sandbox" as Kind, label: "The sandbox in this app" }] : []),
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
        {onCancel && (
          <Button look="quiet" onClick={onCancel}>
            Cancel
          </Button>
        )}
      </div>
      <Waiting action={add} on="Telegram to say which bot this is" />
    </form>
  );
}
