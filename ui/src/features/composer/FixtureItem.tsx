import { useState } from "react";
import { useStore } from "../../app/store";
import type { BotId } from "../../bindings/BotId";
import type { FixtureView } from "../../bindings/FixtureView";
import type { Injected } from "../../bindings/Injected";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { TimeAgo } from "../../components/TimeAgo";
import { Program } from "./Program";
import { SentNote } from "./SentNote";

interface Props {
  botId: BotId;
  fixture: FixtureView;
  onEdit: (body: string) => void;
  onRemoved: (name: string, body: string) => void;
  onOpen: (seq: number) => void;
}

type More = "name" | "program" | "remove" | null;

/** One fixture: what it is, and what can be done with it. */
export function FixtureItem({ botId, fixture, onEdit, onRemoved, onOpen }: Props) {
  const store = useStore();
  const { name, problem } = fixture;
  const [more, setMore] = useState<More>(null);
  const [sent, setSent] = useState<Injected | null>(null);
  const toggle = (mine: More) => setMore(more === mine ? null : mine);
  const body = async () => (await store.read("read_fixture", { bot_id: botId, name })).body;
  const send = useAction(async (signal) => {
    setSent(null);
    const injected = await store.act("inject_update", { bot_id: botId, body: await body(), keep_id: false });
    signal.throwIfAborted();
    setSent(injected);
  });
  const edit = useAction(async (signal) => {
    const text = await body();
    signal.throwIfAborted();
    onEdit(text);
  });
  const remove = useAction(async () => {
    const text = problem ? "" : await body();
    await store.read("remove_fixture", { bot_id: botId, name });
    if (!problem) onRemoved(name, text);
  });
  return (
    <li className="fixture" data-testid="fixture" data-name={name}>
      <div className="fixture-line">
        <span className="fixture-what">
          <strong className="fixture-name">{name}</strong> <span className="mono small muted">{fixture.kind}</span>
          <span className="fixture-says muted">{[fixture.who, fixture.summary].filter(Boolean).join(" · ")}</span>
        </span>
        <span className="small muted fixture-when">{fixture.modified_at && <TimeAgo at={fixture.modified_at} />}</span>
      </div>
      {problem && (
        <p className="tone-bad small" data-testid="fixture-problem">
          {problem.line > 0 && `Line ${problem.line}, character ${problem.column}: `}
          {problem.message}
        </p>
      )}
      <div className="row wrap fixture-acts">
        <Button data-testid="fixture-send" busy={send.busy} disabled={problem !== null} onClick={() => void send.run()}>
          Send
        </Button>
        <Button data-testid="fixture-edit" busy={edit.busy} onClick={() => void edit.run()}>
          Edit
        </Button>
        <Button look="quiet" data-testid="fixture-program" aria-expanded={more === "program"} disabled={problem !== null} onClick={() => toggle("program")}>
          Program
        </Button>
        <Button look="quiet" data-testid="fixture-rename" aria-expanded={more === "name"} onClick={() => toggle("name")}>
          Rename
        </Button>
        <Button look="quiet" data-testid="fixture-remove" busy={remove.busy} onClick={() => (problem ? toggle("remove") : void remove.run())}>
          Remove
        </Button>
      </div>
      {more === "name" && <Rename botId={botId} name={name} onDone={() => setMore(null)} />}
      {more === "program" && <Program botId={botId} name={name} />}
      {more === "remove" && (
        <section className="note care" role="alert">
          <p className="note-title">The file is no update, so it cannot be brought back from here.</p>
          <div className="row">
            <Button look="danger" data-testid="fixture-remove-confirm" busy={remove.busy} onClick={() => void remove.run()}>
              Remove it
            </Button>
            <Button look="quiet" onClick={() => setMore(null)}>
              Leave it
            </Button>
          </div>
        </section>
      )}
      {[send, edit, remove].map((action, index) => action.error && <ErrorNote key={index} error={action.error} />)}
      {sent && <SentNote key={sent.row.seq} botId={botId} sent={sent} onOpen={onOpen} />}
    </li>
  );
}

function Rename({ botId, name, onDone }: { botId: BotId; name: string; onDone: () => void }) {
  const store = useStore();
  const [to, setTo] = useState(name);
  const rename = useAction(async (signal) => {
    if (to.trim() !== name) await store.read("rename_fixture", { bot_id: botId, name, to: to.trim() });
    signal.throwIfAborted();
    onDone();
  });
  return (
    <form
      className="stack-small"
      onSubmit={(event) => {
        event.preventDefault();
        void rename.run();
      }}
    >
      <div className="row">
        <input className="input" aria-label={`New name of ${name}`} data-testid="fixture-new-name" autoFocus required maxLength={80} value={to} onChange={(event) => setTo(event.target.value)} />
        <Button type="submit" busy={rename.busy}>
          Rename
        </Button>
      </div>
      {rename.error && <ErrorNote error={rename.error} />}
    </form>
  );
}
