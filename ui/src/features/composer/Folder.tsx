import { useState } from "react";
import { useStore } from "../../app/store";
import type { FixturesView } from "../../bindings/FixturesView";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { PathField } from "../../components/PathField";

/** Where the fixtures are, and another place for them. */
export function Folder({ view }: { view: FixturesView }) {
  const store = useStore();
  const [path, setPath] = useState<string | null>(null);
  const put = useAction(async (signal) => {
    await store.read("set_fixtures_folder", { bot_id: view.bot_id, folder: path?.trim() ?? "" });
    signal.throwIfAborted();
    setPath(null);
  });
  const usual = useAction(async (signal) => {
    await store.read("set_fixtures_folder", { bot_id: view.bot_id, folder: null });
    signal.throwIfAborted();
    setPath(null);
  });
  if (path === null)
    return (
      <div className="folder-line">
        <span className="mono small muted break" data-testid="fixtures-folder">
          {view.folder}
        </span>
        <Button look="quiet" data-testid="change-folder" onClick={() => setPath(view.folder)}>
          Another folder
        </Button>
      </div>
    );
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        void put.run();
      }}
    >
      <PathField label="Folder of the fixtures" hint="It may be in your bot's repository. What is in the folder now stays there." sort="folder" data-testid="folder-path" value={path} onChange={setPath} />
      {put.error && <ErrorNote error={put.error} />}
      {usual.error && <ErrorNote error={usual.error} />}
      <div className="row wrap">
        <Button type="submit" data-testid="folder-save" busy={put.busy} disabled={!path.trim()}>
          Keep them there
        </Button>
        {view.is_own_folder && (
          <Button data-testid="folder-usual" busy={usual.busy} onClick={() => void usual.run()}>
            The usual folder
          </Button>
        )}
        <Button look="quiet" onClick={() => setPath(null)}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
