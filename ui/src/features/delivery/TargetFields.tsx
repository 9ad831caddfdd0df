import { useId } from "react";
import type { TargetView } from "../../bindings/TargetView";
import { Button } from "../../components/Button";
import { Field, Tick } from "../../components/Field";
import { count } from "../../components/time";
import type { HeaderDraft, TargetDraft } from "./draft";
import { heldCount, spoken } from "./words";

interface Props {
  target: TargetDraft;
  /** As it is in force; null for a new one. */
  view: TargetView | null;
  isOnly: boolean;
  /** Just added: its first field takes the focus. */
  isNew: boolean;
  onChange: (part: Partial<TargetDraft>) => void;
  onRemove: () => void;
}

/** Where one target is, and what it is sent besides the update. */
export function TargetFields({ target, view, isOnly, isNew, onChange, onRemove }: Props) {
  const putHeader = (at: number, part: Partial<HeaderDraft>) => onChange({ headers: target.headers.map((each, index) => (index === at ? { ...each, ...part } : each)) });
  return (
    <div className="target" data-testid="target">
      <div className="beside">
        <Field
          label="URL"
          className="mono"
          data-testid="target-url"
          required
          autoFocus={isNew}
          placeholder="http://localhost:8080/webhook"
          value={target.url}
          onChange={(event) => onChange({ url: event.target.value })}
          hint={view && stateWords(view)}
        />
        <Button look="quiet" data-testid="remove-target" aria-label={`Remove ${target.url || "this target"}`} onClick={onRemove}>
          Remove
        </Button>
      </div>
      {!isOnly && <Tick type="radio" label="Answers Telegram" hint="The others get copies." data-testid="target-answers" checked={target.answers} onChange={() => onChange({ answers: true })} />}
      <div className="beside">
        <Field
          label="Secret token"
          type="password"
          className="mono"
          data-testid="target-secret"
          autoComplete="new-password"
          placeholder={target.hasToken ? (target.secret_token === "" ? "removed with the next Save" : "kept in the keyring") : "none"}
          value={target.secret_token ?? ""}
          onChange={(event) => onChange({ secret_token: event.target.value || null })}
          hint="What your bot compares X-Telegram-Bot-Api-Secret-Token with."
        />
        {target.hasToken && target.secret_token !== "" && (
          <Button look="quiet" data-testid="remove-secret" onClick={() => onChange({ secret_token: "" })}>
            Remove token
          </Button>
        )}
      </div>
      {target.headers.map((header, index) => (
        <HeaderFields key={index} header={header} onChange={(part) => putHeader(index, part)} onRemove={() => onChange({ headers: target.headers.filter((_, at) => at !== index) })} />
      ))}
      <div className="row wrap">
        <Button look="quiet" className="flush" data-testid="add-header" onClick={() => onChange({ headers: [...target.headers, { name: "", value: "" }] })}>
          Add a header
        </Button>
        {target.certificate && (
          <>
            <span className="muted small grow">
              Accepts the certificate <span className="mono small break">{target.certificate}</span>
            </span>
            <Button look="quiet" data-testid="forget-certificate" onClick={() => onChange({ certificate: null })}>
              Forget it
            </Button>
          </>
        )}
      </div>
    </div>
  );
}

function HeaderFields({ header, onChange, onRemove }: { header: HeaderDraft; onChange: (part: Partial<HeaderDraft>) => void; onRemove: () => void }) {
  const id = useId();
  return (
    <div className="header-row">
      <label className="offscreen" htmlFor={`${id}-name`}>
        Header's name
      </label>
      <input id={`${id}-name`} className="input mono" data-testid="header-name" autoComplete="off" spellCheck={false} placeholder="X-Name" value={header.name} onChange={(event) => onChange({ name: event.target.value })} />
      <label className="offscreen" htmlFor={`${id}-value`}>
        Header's value
      </label>
      <input
        id={`${id}-value`}
        className="input mono"
        type="password"
        data-testid="header-value"
        autoComplete="new-password"
        placeholder={header.value === null ? "kept in the keyring" : "value"}
        value={header.value ?? ""}
        onChange={(event) => onChange({ value: event.target.value })}
      />
      <Button look="quiet" aria-label={`Remove the header ${header.name}`} onClick={onRemove}>
        Remove
      </Button>
    </div>
  );
}

function stateWords({ health, held, aside, expired }: TargetView): string {
  const waits = [held > 0 && `${held.toLocaleString("en")} held`, aside > 0 && `${count(aside, "update")} set aside`, expired > 0 && heldCount("expired", expired)].filter(Boolean).join(", ");
  const how = health.state === "answers" && health.median_us !== null ? `Answers in ${spoken(health.median_us)}.` : health.words;
  return waits ? `${how} ${waits}.` : how;
}
