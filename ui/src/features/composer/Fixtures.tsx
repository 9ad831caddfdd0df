import { useSession } from "../../app/session";
import { useStore } from "../../app/store";
import type { BotId } from "../../bindings/BotId";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { FixtureItem } from "./FixtureItem";
import { Folder } from "./Folder";
import { useFixtures } from "./useFixtures";

interface Props {
  botId: BotId;
  onEdit: (name: string, body: string) => void;
  onOpen: (seq: number) => void;
}

/** Updates that are kept as files, to be sent whenever they are wanted. */
export function Fixtures({ botId, onEdit, onOpen }: Props) {
  const store = useStore();
  const { value, error } = useFixtures(botId);
  const [removed, setRemoved] = useSession<{ name: string; body: string } | null>(`removed-fixture.${botId}`, null);
  const undo = useAction(async (signal) => {
    if (!removed) return;
    await store.read("save_fixture", { bot_id: botId, name: removed.name, seq: null, body: removed.body, scrub: null, overwrite: false });
    signal.throwIfAborted();
    setRemoved(null);
  });
  return (
    <section className="aside-body fixtures" aria-label="Fixtures" data-testid="fixtures">
      {value && <Folder key={value.folder} view={value} />}
      {error && <ErrorNote error={error} />}
      {removed && (
        <div className="note" role="status" data-testid="fixture-removed">
          <div className="row wrap">
            <p>{removed.name} is removed.</p>
            <Button data-testid="fixture-undo" busy={undo.busy} onClick={() => void undo.run()}>
              Bring it back
            </Button>
          </div>
          {undo.error && <ErrorNote error={undo.error} />}
        </div>
      )}
      {value?.fixtures.length === 0 && <p className="muted">No fixture yet. Compose an update, or take one from the inbox with Edit a copy, and save it under a name.</p>}
      <ul className="fixture-list">
        {value?.fixtures.map((fixture) => (
          <FixtureItem
            key={fixture.name}
            botId={botId}
            fixture={fixture}
            onEdit={(body) => onEdit(fixture.name, body)}
            onRemoved={(name, body) => {
              undo.dismiss();
              setRemoved({ name, body });
            }}
            onOpen={onOpen}
          />
        ))}
      </ul>
      {value?.more && <p className="muted">There are more files in the folder than are listed here.</p>}
    </section>
  );
}
