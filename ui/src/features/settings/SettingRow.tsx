import { useId } from "react";
import type { ApiError } from "../../bindings/ApiError";
import type { SettingView } from "../../bindings/SettingView";
import { Button } from "../../components/Button";
import { Choice } from "../../components/Field";
import { ON_QUIT, SETTINGS, sourceWords } from "./words";

interface Props {
  setting: SettingView;
  /** What the field holds. */
  value: string;
  /** Why it was not saved. */
  refused: ApiError | null;
  onChange: (value: string | null) => void;
}

/** One setting: its value, where that comes from, and what is wrong with it, right there. */
export function SettingRow({ setting, value, refused, onChange }: Props) {
  const id = useId();
  const words = SETTINGS[setting.name];
  const locked = setting.locked !== null;
  const error = refused ?? setting.error;
  const about = { id, "aria-describedby": `${id}-about`, "aria-invalid": error !== null || undefined, disabled: locked, "data-testid": `setting-${setting.name}` };
  return (
    <div className="setting">
      {words.edit === "quit" ? <span /> : <label htmlFor={id}>{words.label}</label>}
      <div className="setting-body">
        {words.edit === "quit" && (
          <Choice legend={words.label} value={value} onChange={onChange} disabled={locked} options={ON_QUIT.map((each) => ({ ...each, value: each.value as string }))} />
        )}
        {words.edit === "truth" && (
          <select className="input short" value={value} onChange={(event) => onChange(event.target.value || null)} {...about}>
            <option value="">not said</option>
            <option value="true">yes</option>
            <option value="false">no</option>
          </select>
        )}
        {(words.edit === "text" || words.edit === "number") && (
          <input
            className={`input mono ${words.edit === "number" ? "short" : ""}`}
            inputMode={words.edit === "number" ? "numeric" : undefined}
            autoComplete="off"
            spellCheck={false}
            placeholder={words.placeholder}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            {...about}
          />
        )}
        {words.edit === "elsewhere" && (
          <span id={id} className="mono" data-testid={`setting-${setting.name}`}>
            {setting.value ?? <span className="muted">none</span>}
          </span>
        )}
        <div className="hint" id={`${id}-about`}>
          {words.hint && <p>{words.hint}</p>}
          <p data-testid={`origin-${setting.name}`}>
            {sourceWords(setting)}.{setting.locked && ` ${setting.locked}`}
          </p>
        </div>
        {error && (
          <p className="setting-error" role="alert" data-testid={`error-${setting.name}`}>
            {error.message} {error.remedy}
          </p>
        )}
        {setting.origin.type === "saved" && !locked && words.edit !== "elsewhere" && value !== "" && (
          <div>
            <Button look="quiet" className="flush" data-testid={`forget-${setting.name}`} onClick={() => onChange(null)}>
              Forget what is saved
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}
