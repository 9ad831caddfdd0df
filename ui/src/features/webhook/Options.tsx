import { useState } from "react";
import { useOverview } from "../../app/store";
import type { BotView } from "../../bindings/BotView";
import type { WebhookOptions } from "../../bindings/WebhookOptions";
import { Choice, Field, TextField, Tick } from "../../components/Field";
import { count } from "../../components/time";

interface Props {
  bot: BotView;
  value: WebhookOptions;
  onChange: (value: WebhookOptions) => void;
}

/** Every parameter of setWebhook, folded until it is asked for. */
export function Options({ bot, value, onChange }: Props) {
  const put = (part: Partial<WebhookOptions>) => onChange({ ...value, ...part });
  const pending = bot.webhook?.info?.pending_update_count ?? 0;
  return (
    <details className="options" data-testid="webhook-options">
      <summary>Options</summary>
      <div className="form">
        <AllowedUpdates bot={bot} value={value.allowed_updates} onChange={(allowed_updates) => put({ allowed_updates })} />
        <Field
          label="Secret token"
          className="mono"
          data-testid="secret-token"
          maxLength={256}
          pattern="[A-Za-z0-9_\-]+"
          title="1 to 256 of A-Z a-z 0-9 _ -"
          value={value.secret_token ?? ""}
          onChange={(event) => put({ secret_token: event.target.value || null })}
          hint="Left empty, a random one is made. Telegram sends it with every update, and Hookbay refuses requests without it."
        />
        <Field
          label="Connections at once"
          type="number"
          className="mono short"
          data-testid="max-connections"
          min={1}
          max={100}
          placeholder="40"
          value={value.max_connections ?? ""}
          onChange={(event) => put({ max_connections: event.target.value ? Number(event.target.value) : null })}
          hint="1 to 100. Left empty, Telegram's 40."
        />
        <Field
          label="IP address"
          className="mono short"
          value={value.ip_address ?? ""}
          onChange={(event) => put({ ip_address: event.target.value.trim() || null })}
          hint="Where to deliver, in place of what DNS says."
        />
        <TextField
          label="Certificate, PEM"
          rows={3}
          placeholder="-----BEGIN CERTIFICATE-----"
          value={value.certificate_pem ?? ""}
          onChange={(event) => put({ certificate_pem: event.target.value.trim() ? event.target.value : null })}
          hint="Only for a self-signed certificate of your own proxy."
        />
        <div>
          <Tick
            label="Drop the updates that wait at Telegram"
            data-testid="drop-pending"
            checked={value.drop_pending_updates}
            onChange={(event) => put({ drop_pending_updates: event.target.checked })}
          />
          {value.drop_pending_updates && (
            <p className="note care" role="status">
              {pending > 0 ? `${count(pending, "waiting update")} will be lost` : "What waits at Telegram by then will be lost"}, and that cannot be undone.
            </p>
          )}
        </div>
      </div>
    </details>
  );
}

type Mode = "keep" | "default" | "these";

function AllowedUpdates({ bot, value, onChange }: { bot: BotView; value: string[] | null; onChange: (value: string[] | null) => void }) {
  const { update_kinds } = useOverview();
  const [mode, setMode] = useState<Mode>("keep");
  const defaults = update_kinds.filter((kind) => kind.default).map((kind) => kind.name);
  const choose = (next: Mode) => {
    setMode(next);
    onChange(next === "keep" ? null : next === "default" ? [] : (bot.webhook?.info?.allowed_updates ?? defaults));
  };
  const isOn = new Set(value ?? []);
  const toggle = (name: string, on: boolean) => {
    const next = update_kinds.map((kind) => kind.name).filter((each) => (each === name ? on : isOn.has(each)));
    // An empty list means Telegram's default set, so the last tick stays.
    if (next.length > 0) onChange(next);
  };
  return (
    <div>
      <Choice
        legend="Allowed updates"
        value={mode}
        onChange={choose}
        options={[
          { value: "keep", label: "As they are", hint: bot.webhook?.info?.allowed_updates ? bot.webhook.info.allowed_updates.join(", ") : "Telegram's default set, unless changed before" },
          { value: "default", label: "Telegram's default", hint: `all but ${update_kinds.filter((kind) => !kind.default).map((kind) => kind.name).join(", ")}` },
          { value: "these", label: "Only these" },
        ]}
      />
      {mode === "these" && (
        <div className="kinds" role="group" aria-label="Update kinds">
          {update_kinds.map((kind) => (
            <label key={kind.name} className="tick mono">
              <input type="checkbox" checked={isOn.has(kind.name)} onChange={(event) => toggle(kind.name, event.target.checked)} />
              <span>{kind.name}</span>
            </label>
          ))}
        </div>
      )}
    </div>
  );
}
