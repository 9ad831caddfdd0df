import { lazy, Suspense, useRef, useState } from "react";
import { useStore } from "../../app/store";
import type { ScenarioCheck } from "../../bindings/ScenarioCheck";
import type { ScenarioFile } from "../../bindings/ScenarioFile";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { Field } from "../../components/Field";
import { PathField } from "../../components/PathField";
import { count } from "../../components/time";
import type { Draft } from "./useScenarios";
import { pathIn, problemAt, slugOf, withTitle } from "./words";

// The editor is a third of the page's code, and most days nobody edits.
const YamlEditor = lazy(() => import("./YamlEditor"));

interface Props {
  draft: Draft;
  folder: string;
  /** Each change, so that it is there again when the form is. */
  onDraft: (draft: Draft) => void;
  onSaved: (file: ScenarioFile) => void;
  onDrop: () => void;
}

/** A scenario's text: looked at, corrected, and saved under a name. */
export function ScenarioForm({ draft, folder, onDraft, onSaved, onDrop }: Props) {
  const store = useStore();
  const { text, title } = draft;
  const [start, setStart] = useState(text);
  const [path, setPath] = useState(draft.path ?? pathIn(folder, `${slugOf(title)}.yaml`));
  const isNamed = useRef(draft.path !== null);
  const [checked, setChecked] = useState<ScenarioCheck | null>(null);
  const put = async (replace: boolean, was: string | null, signal: AbortSignal) => {
    const saved = await store.read("save_scenario", { path: path.trim(), text, replace, was });
    signal.throwIfAborted();
    onSaved(saved);
  };
  // Its own file is replaced without a question, as long as nobody else has changed it.
  const save = useAction((signal) => (path.trim() === draft.path ? put(true, draft.was, signal) : put(false, null, signal)));
  const replace = useAction((signal) => put(true, null, signal));
  const isThere = save.error?.code === "already_there";
  const change = (part: Partial<Draft>) => {
    save.dismiss();
    replace.dismiss();
    onDraft({ ...draft, ...part });
  };
  const check = async (typed: string) => {
    const answer = await store.read("check_scenario", { text: typed });
    setChecked(answer);
    return answer.mistake && problemAt(typed, answer.mistake);
  };
  const call = (next: string) => {
    const renamed = withTitle(text, next);
    setStart(renamed);
    if (!isNamed.current) setPath(pathIn(folder, `${slugOf(next)}.yaml`));
    change({ title: next, text: renamed });
  };
  return (
    <form
      className="form scenario-form"
      data-testid="scenario-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save.run();
      }}
    >
      <Field label="Name" autoFocus maxLength={120} data-testid="scenario-title" value={title} onChange={(event) => call(event.target.value)} />
      <Suspense fallback={<p className="muted">Opening the editor</p>}>
        <YamlEditor start={start} takesFocus={false} check={check} onChange={(next) => change({ text: next })} />
      </Suspense>
      {checked && (
        <p className={`small break ${checked.mistake ? "tone-bad" : "muted"}`} role="status" data-testid="scenario-check">
          {checked.mistake ? `Line ${checked.mistake.line}, column ${checked.mistake.column}: ${checked.mistake.what}` : count(checked.steps, "step")}
        </p>
      )}
      <PathField
        label="File"
        hint="Beside your bot's code, hookbay test runs it too."
        sort="save"
        data-testid="scenario-path"
        value={path}
        onChange={(next) => {
          isNamed.current = true;
          save.dismiss();
          replace.dismiss();
          setPath(next);
        }}
      />
      {save.error && !isThere && <ErrorNote error={save.error} />}
      {isThere && (
        <section className="note care" role="alert" data-testid="scenario-there">
          <p className="note-title">{save.error?.message}</p>
          <div className="row">
            <Button look="danger" data-testid="scenario-replace" busy={replace.busy} onClick={() => void replace.run()}>
              Replace it
            </Button>
            <Button look="quiet" onClick={save.dismiss}>
              Leave it
            </Button>
          </div>
          {replace.error && <ErrorNote error={replace.error} />}
        </section>
      )}
      <div className="row">
        <Button type="submit" look="primary" data-testid="scenario-save" busy={save.busy} disabled={!path.trim()}>
          Save
        </Button>
        <Button look="quiet" data-testid="scenario-drop" onClick={onDrop}>
          {draft.path === null ? "Do not keep it" : "Cancel"}
        </Button>
      </div>
    </form>
  );
}
