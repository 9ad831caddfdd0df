import { useEffect, useState } from "react";
import type { ChatInput } from "../../bindings/ChatInput";
import type { ChatSort } from "../../bindings/ChatSort";
import type { PersonInput } from "../../bindings/PersonInput";
import { Field, Tick } from "../../components/Field";
import { asSort } from "./chatSort";
import { useSayWrong } from "./wrong";

const SORTS: Record<ChatSort, string> = { private: "Private", group: "Group", supergroup: "Supergroup", channel: "Channel" };

/** A person: what a bot mostly looks at is in view, the rest is a click away. */
export function PersonFields({ name, label, value, onChange }: { name: string; label: string; value: PersonInput; onChange: (value: PersonInput) => void }) {
  const put = (part: Partial<PersonInput>) => onChange({ ...value, ...part });
  return (
    <fieldset className="group">
      <legend>{label}</legend>
      <div className="group-fields">
        <Field label="First name" data-testid={`${name}-first-name`} value={value.first_name} onChange={(event) => put({ first_name: event.target.value })} />
        <IdField testId={`${name}-id`} value={value.id} onChange={(id) => put({ id })} />
        <Field label="Username" className="mono" data-testid={`${name}-username`} value={value.username ?? ""} onChange={(event) => put({ username: nameOrNone(event.target.value) })} />
      </div>
      <details className="options">
        <summary>More</summary>
        <div className="group-fields">
          <Field label="Last name" value={value.last_name ?? ""} onChange={(event) => put({ last_name: event.target.value || null })} />
          <Field label="Language" className="mono" placeholder="en" value={value.language_code ?? ""} onChange={(event) => put({ language_code: event.target.value.trim() || null })} />
        </div>
        <Tick label="It is a bot" checked={value.is_bot} onChange={(event) => put({ is_bot: event.target.checked })} />
      </details>
    </fieldset>
  );
}

/** A chat. */
export function ChatFields({ name, label, value, onChange }: { name: string; label: string; value: ChatInput; onChange: (value: ChatInput) => void }) {
  const put = (part: Partial<ChatInput>) => onChange({ ...value, ...part });
  return (
    <fieldset className="group">
      <legend>{label}</legend>
      <div className="group-fields">
        <label className="field">
          <span className="field-label">Sort</span>
          <select className="input" data-testid={`${name}-type`} value={value.type} onChange={(event) => onChange(asSort(value, event.target.value as ChatSort))}>
            {(Object.keys(SORTS) as ChatSort[]).map((sort) => (
              <option key={sort} value={sort}>
                {SORTS[sort]}
              </option>
            ))}
          </select>
        </label>
        <Field label={value.type === "private" ? "First name" : "Title"} value={value.title} onChange={(event) => put({ title: event.target.value })} />
        <IdField testId={`${name}-id`} value={value.id} onChange={(id) => put({ id })} />
        <Field label="Username" className="mono" value={value.username ?? ""} onChange={(event) => put({ username: nameOrNone(event.target.value) })} />
      </div>
    </fieldset>
  );
}

const nameOrNone = (text: string) => text.trim().replace(/^@/, "") || null;

const isId = (text: string) => /^-?\d{1,16}$/.test(text.trim()) && Number.isSafeInteger(Number(text));

/** A whole number. While it is half written, what was there before counts, and nothing is sent. */
function IdField({ testId, value, onChange }: { testId: string; value: number; onChange: (id: number) => void }) {
  const [text, setText] = useState(String(value));
  useEffect(() => setText((now) => (Number(now) === value ? now : String(value))), [value]);
  const isWhole = isId(text);
  useSayWrong(!isWhole);
  return (
    <Field
      label="Id"
      className="mono"
      inputMode="numeric"
      data-testid={testId}
      aria-invalid={!isWhole}
      hint={isWhole ? undefined : "An id is a whole number, such as 42 or -1001000000001."}
      value={text}
      onChange={(event) => {
        const next = event.target.value;
        setText(next);
        if (isId(next)) onChange(Number(next));
      }}
    />
  );
}
