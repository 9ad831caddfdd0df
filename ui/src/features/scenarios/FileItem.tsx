import { useStore } from "../../app/store";
import type { ScenarioFile } from "../../bindings/ScenarioFile";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { count } from "../../components/time";
import { PlayCard } from "./PlayCard";
import type { Playing } from "./usePlay";
import type { Draft } from "./useScenarios";
import { fileProblem } from "./words";

interface Props {
  file: ScenarioFile;
  playing: Playing;
  onEdit: (draft: Draft) => void;
}

/** A scenario of the folder: what it is, its run, and what came of that. */
export function FileItem({ file, playing, onEdit }: Props) {
  const store = useStore();
  const { name, title, steps, problem, path, is_folder } = file;
  const { play, failed } = playing;
  const isMine = play?.path === path;
  const edit = useAction(async (signal) => {
    const { text } = await store.read("read_scenario", { path });
    signal.throwIfAborted();
    onEdit({ title, text, path, was: text, at: Date.now() });
  });
  return (
    <li className="scenario" data-testid="scenario" data-name={name}>
      <div className="scenario-line">
        <div className="grow">
          <strong className="break">{name}</strong>{" "}
          <span className="small muted break">{[title, problem === null && count(steps, "step")].filter(Boolean).join(" · ")}</span>
        </div>
        {!is_folder && (
          <Button look="quiet" data-testid="edit-scenario" aria-label={`Edit ${name}`} busy={edit.busy} onClick={() => void edit.run()}>
            Edit
          </Button>
        )}
        {!is_folder && (
          // Not disabled while one runs: the focus would go from who works by keys.
          <Button data-testid="run-scenario" aria-label={`Run ${name}`} aria-disabled={playing.isRunning || undefined} disabled={problem !== null} onClick={() => !playing.isRunning && playing.start(path)}>
            Run
          </Button>
        )}
      </div>
      {problem !== null && (
        <p className="small muted break" data-testid="scenario-problem">
          <span className="tone-bad">It cannot be read.</span> {fileProblem(problem)}
        </p>
      )}
      {edit.error && <ErrorNote error={edit.error} />}
      {failed?.path === path && <ErrorNote error={failed.error} />}
      {isMine && <PlayCard play={play} cancel={playing.cancel} />}
    </li>
  );
}
