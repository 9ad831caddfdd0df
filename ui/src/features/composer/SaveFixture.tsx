import { useState } from "react";
import { useStore } from "../../app/store";
import type { BotId } from "../../bindings/BotId";
import type { FixtureView } from "../../bindings/FixtureView";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { Field, Tick } from "../../components/Field";

interface Props {
  botId: BotId;
  body: string;
  /** What it is called at first. */
  name: string;
  /** The fixture that the text was read from: saved under its name, it is replaced unasked. */
  own: string | null;
  onSaved: (saved: FixtureView) => void;
  onClose: () => void;
}

/** The update as a file among the bot's fixtures. */
export function SaveFixture({ botId, body, name: first, own, onSaved, onClose }: Props) {
  const store = useStore();
  const [name, setName] = useState(first);
  const [isScrubbed, setScrubbed] = useState(false);
  const put = async (overwrite: boolean, signal: AbortSignal) => {
    const saved = await store.read("save_fixture", { bot_id: botId, name: name.trim(), seq: null, body, scrub: isScrubbed ? { seed: null, ids: false } : null, overwrite });
    signal.throwIfAborted();
    onSaved(saved);
  };
  const save = useAction((signal) => put(name.trim() === own, signal));
  const replace = useAction((signal) => put(true, signal));
  const isThere = save.error?.code === "already_there";
  return (
    <form
      className="form save-fixture"
      data-testid="save-fixture-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save.run();
      }}
    >
      <Field
        label="Name of the fixture"
        data-testid="fixture-name"
        required
        autoFocus
        maxLength={80}
        value={name}
        onChange={(event) => {
          save.dismiss();
          setName(event.target.value);
        }}
      />
      <Tick label="Without what is personal" hint="Names, texts, phone numbers and addresses are replaced." data-testid="fixture-scrub" checked={isScrubbed} onChange={(event) => setScrubbed(event.target.checked)} />
      {save.error && !isThere && <ErrorNote error={save.error} />}
      {isThere && (
        <section className="note care" role="alert">
          <p className="note-title">{save.error?.message}</p>
          <div className="row">
            <Button look="danger" data-testid="fixture-replace" busy={replace.busy} onClick={() => void replace.run()}>
              Replace it
            </Button>
          </div>
          {replace.error && <ErrorNote error={replace.error} />}
        </section>
      )}
      <div className="row">
        <Button type="submit" data-testid="fixture-save" busy={save.busy} disabled={!name.trim()}>
          Save
        </Button>
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
