import { useState } from "react";
import { useOverview, useStore } from "../../app/store";
import type { BotView } from "../../bindings/BotView";
import type { WebhookOptions } from "../../bindings/WebhookOptions";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { Waiting } from "../../components/Waiting";
import { hostOf } from "../bots/health";
import { TunnelForm } from "../tunnel/TunnelForm";
import { Options } from "./Options";

export const PLAIN_OPTIONS: WebhookOptions = {
  drop_pending_updates: false,
  secret_token: null,
  max_connections: null,
  allowed_updates: null,
  ip_address: null,
  certificate_pem: null,
};

interface Props {
  bot: BotView;
  onDone: () => void;
  onCancel: () => void;
  cancelLabel?: string;
}

/** Sets the webhook in place: what will happen, the options, and before them a public URL if there is none. */
export function SetWebhookForm({ bot, onDone, onCancel, cancelLabel = "Cancel" }: Props) {
  const store = useStore();
  const { tunnel, sandbox } = useOverview();
  const [options, setOptions] = useState(PLAIN_OPTIONS);
  const set = useAction(async (signal) => {
    await store.act("set_webhook", { bot_id: bot.id, options });
    signal.throwIfAborted();
    onDone();
  });
  const isSandbox = bot.environment.type === "sandbox";
  const base = isSandbox ? sandbox.public_url : tunnel.state.type === "online" ? tunnel.state.public_url : null;
  const foreign = bot.webhook?.owner === "foreign" ? (bot.webhook.info?.url ?? null) : null;

  if (!base && !isSandbox) {
    return (
      <section className="card set-webhook" aria-label="Set webhook">
        <h2>First a public URL</h2>
        <p className="muted">Telegram delivers to an https address. Hookbay makes one for this computer.</p>
        {tunnel.state.type === "connecting" && <p role="status">The tunnel is connecting. This goes on by itself once it is online.</p>}
        {(tunnel.state.type === "failed" || tunnel.state.type === "reconnecting") && <ErrorNote error={tunnel.state.error} />}
        <TunnelForm primary />
        <div className="row">
          <Button look="quiet" onClick={onCancel}>
            {cancelLabel}
          </Button>
        </div>
      </section>
    );
  }
  return (
    <form
      className="card set-webhook form"
      aria-label="Set webhook"
      data-testid="set-webhook-form"
      onSubmit={(event) => {
        event.preventDefault();
        void set.run();
      }}
    >
      {foreign ? (
        <div className="note care">
          <p className="note-title">This bot delivers to {hostOf(foreign)}</p>
          <p>
            Setting the webhook here replaces <span className="mono break">{foreign}</span>, and what runs there gets no more updates. Telegram does not tell its
            secret token or certificate, so note them before you go on.
          </p>
        </div>
      ) : (
        <h2>Set webhook</h2>
      )}
      <p>
        {isSandbox ? "The sandbox" : "Telegram"} will deliver to <span className="mono break">{bot.webhook?.desired_url ?? base ?? "this computer"}</span>
      </p>
      <Options bot={bot} value={options} onChange={setOptions} />
      {set.error && <ErrorNote error={set.error} />}
      <div className="row">
        <Button type="submit" look="primary" autoFocus data-testid="set-webhook-confirm" busy={set.busy}>
          {foreign ? "Replace the webhook" : "Set webhook"}
        </Button>
        <Button look="quiet" onClick={onCancel}>
          {cancelLabel}
        </Button>
      </div>
      <Waiting action={set} on="Telegram to take the webhook" />
    </form>
  );
}
