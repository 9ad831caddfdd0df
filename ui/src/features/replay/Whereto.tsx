import { useId } from "react";
import type { TargetView } from "../../bindings/TargetView";
import { Field, Tick } from "../../components/Field";
import { place } from "../delivery/words";

/** Where a replay goes, and with which number. */
export interface Aim {
  /** A target's id; null is another address. */
  target: string | null;
  url: string;
  fresh: boolean;
  /** Whether a method call in the answer is sent on to Telegram. */
  carryOut: boolean;
}

export function aimOf(targets: TargetView[]): Aim {
  return { target: (targets.find((each) => each.answers) ?? targets[0])?.id ?? null, url: "", fresh: false, carryOut: false };
}

interface Props {
  targets: TargetView[];
  aim: Aim;
  onChange: (part: Partial<Aim>) => void;
}

export function Whereto({ targets, aim, onChange }: Props) {
  const name = useId();
  return (
    <div className="stack-small">
      <fieldset className="choice">
        <legend>To</legend>
        {targets.map((target) => (
          <label key={target.id} className="tick">
            <input type="radio" name={name} checked={aim.target === target.id} onChange={() => onChange({ target: target.id })} />
            <span>
              {target.answers ? "your bot" : "the copy"} at <span className="mono small break">{place(target.url)}</span>
            </span>
          </label>
        ))}
        <label className="tick">
          <input type="radio" name={name} data-testid="replay-elsewhere" checked={aim.target === null} onChange={() => onChange({ target: null })} />
          <span>another address</span>
        </label>
      </fieldset>
      {aim.target === null && (
        <Field label="URL" className="mono" data-testid="replay-url" required placeholder="http://localhost:8080/webhook" value={aim.url} onChange={(event) => onChange({ url: event.target.value })} />
      )}
      <Tick label="With a new update_id" hint="For a bot that remembers which ones it has seen." data-testid="replay-fresh" checked={aim.fresh} onChange={(event) => onChange({ fresh: event.target.checked })} />
      <Tick label="Send on to Telegram what the answer asks for" hint="Otherwise a method call in the answer is only shown." data-testid="replay-carry-out" checked={aim.carryOut} onChange={(event) => onChange({ carryOut: event.target.checked })} />
    </div>
  );
}
