import { useState } from "react";
import { Button } from "../../components/Button";
import { PathField } from "../../components/PathField";

interface Props {
  folder: string;
  /** Where they are as long as nobody says otherwise. */
  usual: string;
  onFolder: (folder: string) => void;
}

/** Where the scenarios are, and another place for them. */
export function FolderLine({ folder, usual, onFolder }: Props) {
  const [path, setPath] = useState<string | null>(null);
  const put = (next: string) => {
    onFolder(next);
    setPath(null);
  };
  if (path === null)
    return (
      <div className="folder-line">
        <span className="mono small muted break" data-testid="scenarios-folder">
          {folder}
        </span>
        <Button look="quiet" data-testid="change-scenarios-folder" onClick={() => setPath(folder)}>
          Another folder
        </Button>
      </div>
    );
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        put(path.trim());
      }}
    >
      <PathField label="Folder of the scenarios" hint="It may be in your bot's repository. What is in the folder now stays there." sort="folder" data-testid="scenarios-folder-path" value={path} onChange={setPath} />
      <div className="row wrap">
        <Button type="submit" data-testid="scenarios-folder-save" disabled={!path.trim()}>
          Look there
        </Button>
        {folder !== usual && <Button onClick={() => put(usual)}>The usual folder</Button>}
        <Button look="quiet" onClick={() => setPath(null)}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
