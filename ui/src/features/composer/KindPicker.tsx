import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import type { ComposeForm } from "../../bindings/ComposeForm";
import { kindsWith } from "./draft";

interface Props {
  forms: ComposeForm[];
  kind: string;
  onChange: (kind: string) => void;
}

/** Which kind of update, of two dozen: by its name or by what happened. */
export function KindPicker({ forms, kind, onChange }: Props) {
  const id = useId();
  const [words, setWords] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const isOpen = words !== null;
  const offers = kindsWith(forms, words ?? "");
  const label = forms.find((form) => form.kind === kind)?.label;

  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active, isOpen]);

  const open = () => {
    if (isOpen) return;
    setWords("");
    setActive(Math.max(0, forms.findIndex((form) => form.kind === kind)));
  };
  const take = (form: ComposeForm | undefined) => {
    if (!form) return;
    setWords(null);
    onChange(form.kind);
  };
  const press = (event: KeyboardEvent) => {
    if (!isOpen) {
      if (event.key === "ArrowDown" || event.key === "Enter") {
        event.preventDefault();
        open();
      }
      return;
    }
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by !== 0) setActive((active + by + offers.length) % Math.max(1, offers.length));
    else if (event.key === "Enter") take(offers[active]);
    else if (event.key === "Escape") setWords(null);
    else return;
    event.preventDefault();
  };
  return (
    <div className="field kind-picker">
      <label htmlFor={id}>Kind</label>
      <input
        ref={field}
        id={id}
        className="input mono"
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={`${id}-kinds`}
        aria-activedescendant={isOpen && offers[active] ? `${id}-${offers[active].kind}` : undefined}
        autoComplete="off"
        spellCheck={false}
        data-testid="compose-kind"
        placeholder={isOpen ? kind : undefined}
        value={words ?? kind}
        onClick={open}
        onChange={(event) => {
          setWords(event.target.value);
          setActive(0);
        }}
        onKeyDown={press}
        onBlur={() => setWords(null)}
      />
      {label && <p className="hint">{label}</p>}
      {isOpen && (
        <ul ref={list} id={`${id}-kinds`} className="completions" role="listbox" aria-label="Kinds of updates">
          {offers.map((form, index) => (
            <li
              key={form.kind}
              id={`${id}-${form.kind}`}
              className="completion"
              role="option"
              data-testid="kind-offer"
              aria-selected={index === active}
              // Pressing must not take the focus from the field.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => take(form)}
            >
              <span className="mono">{form.kind}</span>
              <span className="muted cut">{form.label}</span>
            </li>
          ))}
          {offers.length === 0 && <li className="completion muted">No kind has these words.</li>}
        </ul>
      )}
    </div>
  );
}
