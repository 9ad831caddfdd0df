import { useId, useRef, useState } from "react";
import { useStore } from "../../app/store";
import type { DeliveryView } from "../../bindings/DeliveryView";
import type { Limits } from "../../bindings/Limits";
import type { Mode } from "../../bindings/Mode";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { Choice } from "../../components/Field";
import { Waiting } from "../../components/Waiting";
import { draftOf, inputOf, isSame, LIMIT_NAMES, LIMITS, withoutTarget, withTarget, type Draft } from "./draft";
import { TargetFields } from "./TargetFields";
import { MODES } from "./words";

interface Props {
  view: DeliveryView;
  /** What was changed and not saved; null follows what is in force. */
  draft: Draft | null;
  onDraft: (draft: Draft | null) => void;
  /** Reads what is in force now. */
  onSaved: () => Promise<void>;
}

/** Whether and where a bot's updates are passed on, and within which limits. Saved together. */
export function DeliveryForm({ view, draft: changed, onDraft, onSaved }: Props) {
  const store = useStore();
  const id = useId();
  const made = useRef(0);
  const [fresh, setFresh] = useState<string | null>(null);
  const kept = draftOf(view);
  const draft = changed ?? kept;
  const isChanged = changed !== null && !isSame(changed, kept);
  const save = useAction(async (signal) => {
    await store.act("configure_delivery", inputOf(view.bot_id, draft));
    // What was typed gives way to what is in force only once that is here.
    await onSaved();
    signal.throwIfAborted();
    onDraft(null);
  });
  const put = (next: Draft) => {
    save.dismiss();
    onDraft(next);
  };
  const add = () => {
    const key = `new ${made.current++}`;
    setFresh(key);
    put(withTarget(draft, key));
  };
  return (
    <form
      className="card delivery-form"
      data-testid="delivery-form"
      aria-labelledby={`${id}-title`}
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged) void save.run();
      }}
    >
      <h2 id={`${id}-title`}>How updates are passed on</h2>
      <Choice
        legend="Mode"
        value={draft.mode}
        options={(Object.keys(MODES) as Mode[]).map((value) => ({ value, ...MODES[value] }))}
        onChange={(mode) => put(mode !== "record" && draft.targets.length === 0 ? { ...withTarget(draft, `new ${made.current++}`), mode } : { ...draft, mode })}
      />
      <fieldset className="targets">
        <legend>{draft.targets.length > 1 ? "Targets" : "Target"}</legend>
        {draft.targets.length === 0 && <p className="muted">No address yet. Enter the one that your bot listens on, such as http://localhost:8080/webhook.</p>}
        {draft.targets.map((target) => (
          <TargetFields
            key={target.key}
            target={target}
            view={view.targets.find((each) => each.id === target.id) ?? null}
            isOnly={draft.targets.length === 1}
            isNew={target.key === fresh}
            onChange={(part) => put({ ...draft, targets: draft.targets.map((each) => (each.key === target.key ? { ...each, ...part } : part.answers ? { ...each, answers: false } : each)) })}
            onRemove={() => put(withoutTarget(draft, target.key))}
          />
        ))}
        <div className="row">
          <Button data-testid="add-target" disabled={draft.targets.length >= 8} onClick={add}>
            {draft.targets.length === 0 ? "Add your bot's address" : "Add a copy's address"}
          </Button>
        </div>
      </fieldset>
      <fieldset className="limits">
        <legend>Limits</legend>
        {LIMIT_NAMES.map((name) => (
          <LimitField key={name} name={name} value={draft.limits[name]} onChange={(value) => put({ ...draft, limits: { ...draft.limits, [name]: value } })} />
        ))}
        <p className="hint">After a failure, the next try comes after the first wait, doubled each time up to the longest. Each chat stays in its order.</p>
      </fieldset>
      {save.error && <ErrorNote error={save.error} />}
      <div className="row wrap">
        <Button type="submit" look="primary" data-testid="save-delivery" busy={save.busy} disabled={!isChanged}>
          Save
        </Button>
        <Button
          look="quiet"
          data-testid="discard-delivery"
          disabled={!isChanged || save.busy}
          onClick={() => {
            save.dismiss();
            onDraft(null);
          }}
        >
          Discard changes
        </Button>
        <span className="muted" role="status">
          {isChanged ? lostWords(draft, view) : "Everything is saved"}
        </span>
        <Waiting action={save} on="the change to be saved" />
      </div>
    </form>
  );
}

/** What goes with the targets that are taken away. */
function lostWords(draft: Draft, view: DeliveryView): string {
  const gone = view.targets.filter((target) => !draft.targets.some((each) => each.id === target.id));
  const held = gone.reduce((sum, target) => sum + target.held + target.aside, 0);
  return held > 0 ? `Not saved yet. ${held.toLocaleString("en")} held for a removed target will not be delivered` : "Not saved yet";
}

function LimitField({ name, value, onChange }: { name: keyof Limits; value: string; onChange: (value: string) => void }) {
  const id = useId();
  const { label, unit, min, max, per } = LIMITS[name];
  return (
    <div className="limit">
      <label htmlFor={id}>{label}</label>
      <span>
        <input id={id} className="input mono" type="number" required min={min} max={max} step={per === 1 ? 1 : "any"} data-testid={`limit-${name}`} value={value} onChange={(event) => onChange(event.target.value)} />
        <span className="muted small">
          {unit && `${unit}, `}
          {min.toLocaleString("en")} to {max.toLocaleString("en")}
        </span>
      </span>
    </div>
  );
}
