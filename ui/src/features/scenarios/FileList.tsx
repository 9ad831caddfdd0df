import { useEffect } from "react";
import { useRead } from "../../app/useRead";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { FileItem } from "./FileItem";
import { PlayCard } from "./PlayCard";
import type { Playing } from "./usePlay";
import type { Draft } from "./useScenarios";

interface Props {
  folder: string;
  /** The folder is the usual one, which the first scenario makes. */
  isUsual: boolean;
  playing: Playing;
  onEdit: (draft: Draft) => void;
}

/** A folder's scenarios. They are files that may change outside this window: whoever comes back to it reads them anew. */
export function FileList({ folder, isUsual, playing, onEdit }: Props) {
  const { value, error, reload } = useRead({ op: "list_scenarios", key: folder, input: () => ({ folder }), stale: () => false });
  useEffect(() => {
    const again = () => void reload();
    window.addEventListener("focus", again);
    return () => window.removeEventListener("focus", again);
  }, [reload]);
  const isNew = isUsual && error?.code === "not_found";
  const files = isNew ? [] : value?.files;
  const { play } = playing;
  // Its file is in another folder, or gone.
  const isElsewhere = play !== null && files !== undefined && !files.some(({ path }) => path === play.path);
  return (
    <>
      {isElsewhere && (
        <div className="scenario">
          <p className="mono small muted break">{play.path}</p>
          <PlayCard play={play} cancel={playing.cancel} />
        </div>
      )}
      {error && !isNew && (
        <ErrorNote error={error}>
          <Button onClick={() => void reload()}>Try again</Button>
        </ErrorNote>
      )}
      {!files && !error && <p className="muted" role="status">Looking into the folder</p>}
      {files?.length === 0 && (
        <p className="muted" data-testid="no-scenarios">
          No scenarios here yet. Record a conversation, or save this one: it is then a file that can be run again whenever the bot has changed.
        </p>
      )}
      {files && files.length > 0 && (
        <ul className="scenario-list" aria-label="Scenarios">
          {files.map((file) => (
            <FileItem key={file.path} file={file} playing={playing} onEdit={onEdit} />
          ))}
        </ul>
      )}
    </>
  );
}
