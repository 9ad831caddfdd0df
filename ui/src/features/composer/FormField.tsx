import type { ChatInput } from "../../bindings/ChatInput";
import type { ComposeField } from "../../bindings/ComposeField";
import type { ComposeValue } from "../../bindings/ComposeValue";
import type { PersonInput } from "../../bindings/PersonInput";
import { Field, TextField, Tick } from "../../components/Field";
import { ChatFields, PersonFields } from "./PersonFields";

interface Props {
  field: ComposeField;
  value: ComposeValue;
  onChange: (value: ComposeValue) => void;
}

/** What people write in several lines. */
const LONG = new Set(["text", "caption", "options", "bio"]);

/** One field of a kind's form, as its sort asks for. */
export function FormField({ field, value, onChange }: Props) {
  const { name, label, help, sort } = field;
  const testId = `compose-${name}`;
  const hint = help || undefined;
  if (sort === "user") return <PersonFields name={testId} label={label} value={value as PersonInput} onChange={onChange} />;
  if (sort === "chat") return <ChatFields name={testId} label={label} value={value as ChatInput} onChange={onChange} />;
  if (sort === "yes_no") return <Tick label={label} hint={hint} data-testid={testId} checked={value === true} onChange={(event) => onChange(event.target.checked)} />;
  if (sort === "choice")
    return (
      <label className="field">
        <span className="field-label">{label}</span>
        <select className="input" data-testid={testId} value={String(value)} onChange={(event) => onChange(event.target.value)}>
          {field.choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
        {hint && <span className="hint">{hint}</span>}
      </label>
    );
  const text = String(value);
  if (sort === "text" && LONG.has(name)) return <TextField label={label} hint={hint} data-testid={testId} rows={Math.min(8, text.split("\n").length + 1)} value={text} onChange={(event) => onChange(event.target.value)} />;
  // A number goes as it was written: the engine reads it, and says where it is none.
  return (
    <Field
      label={label}
      hint={hint}
      className={sort === "text" ? "" : "mono"}
      inputMode={sort === "number" ? "decimal" : undefined}
      placeholder={sort === "date" ? "2026-05-01T12:00:00Z" : undefined}
      data-testid={testId}
      value={text}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
