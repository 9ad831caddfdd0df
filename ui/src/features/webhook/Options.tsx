import type { BotView } from "../../bindings/BotView";
import { Field, TextField, Tick } from "../../components/Field";
import { count } from "../../components/time";
import { AllowedUpdates } from "./AllowedUpdates";
import type { Draft } from "./draft";

interface Props {
  bot: BotView;
  draft: Draft;
  onChange: (touched: Partial<Draft>) => void;
  open: boolean;
  onToggle: (open: boolean) => void;
}

/** Every parameter of setWebhook, folded until it is asked for. */
export function Options({ bot, draft, onChange, open, onToggle }: Props) {
  const isOurs = bot.webhook?.owner === "ours" || bot.webhook?.owner === "ours_outdated";
  const pending = bot.webhook?.info?.pending_update_count ?? 0;
  return (
    <details className="options" data-testid="webhook-options" open={open} onToggle={(event) => onToggle(event.currentTarget.open)}>
      <summary>Options</summary>
      <div className="form">
        <AllowedUpdates bot={bot} draft={draft} onChange={onChange} />
        <Field
          label="Secret token"
          className="mono"
          data-testid="secret-token"
          maxLength={256}
          pattern="[A-Za-z0-9_\-]+"
          title="1 to 256 of A-Z a-z 0-9 _ -"
          value={draft.secret_token ?? ""}
          onChange={(event) => onChange({ secret_token: event.target.value || null })}
          hint={`Left empty, a ${isOurs ? "new random one takes the place of the present one" : "random one is made"}. Telegram sends it with every update, and Hookbay refuses requests without it.`}
        />
        <Field
          label="Connections at once"
          type="number"
          className="mono short"
          data-testid="max-connections"
          min={1}
          max={100}
          placeholder="40"
          value={draft.max_connections ?? ""}
          onChange={(event) => onChange({ max_connections: event.target.value ? Number(event.target.value) : null })}
          hint="1 to 100. Left empty, Telegram's 40."
        />
        <Field
          label="IP address"
          className="mono short"
          value={draft.ip_address ?? ""}
          onChange={(event) => onChange({ ip_address: event.target.value.trim() || null })}
          hint={`Where to deliver, in place of what DNS says.${bot.webhook?.info?.ip_address ? ` Telegram delivers to ${bot.webhook.info.ip_address} now.` : ""}`}
        />
        <TextField
          label="Certificate, PEM"
          rows={3}
          placeholder="-----BEGIN CERTIFICATE-----"
          value={draft.certificate_pem ?? ""}
          onChange={(event) => onChange({ certificate_pem: event.target.value.trim() ? event.target.value : null })}
          hint="Only for a self-signed certificate of your own proxy."
        />
        <div>
          <Tick
            label="Drop the updates that wait at Telegram"
            data-testid="drop-pending"
            checked={draft.drop_pending_updates}
            onChange={(event) => onChange({ drop_pending_updates: event.target.checked })}
          />
          {draft.drop_pending_updates && (
            <p className="note care" role="status">
              {pending > 0 ? `${count(pending, "waiting update")} will be lost` : "What waits at Telegram by then will be lost"}, and that cannot be undone.
            </p>
          )}
        </div>
      </div>
    </details>
  );
}
