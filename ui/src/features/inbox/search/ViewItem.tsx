import { useState } from "react";
import type { SavedView } from "../../../bindings/SavedView";
import { Button } from "../../../components/Button";

interface Props {
  view: SavedView;
  onUse: () => void;
  onRename: (name: string) => void;
  onRemove: () => void;
}

/** One saved view: used by a press, renamed in its place. */
export function ViewItem({ view, onUse, onRename, onRemove }: Props) {
  const [name, setName] = useState<string | null>(null);
  if (name !== null) {
    const done = () => {
      setName(null);
      if (name.trim() && name.trim() !== view.name) onRename(name.trim());
    };
    return (
      <li className="view">
        <input
          className="input"
          aria-label={`New name of ${view.name}`}
          data-testid="view-rename"
          autoFocus
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.target.value)}
          onBlur={done}
          onKeyDown={(event) => {
            if (event.key === "Enter") done();
            if (event.key !== "Escape") return;
            // The panel stays open.
            event.preventDefault();
            setName(null);
          }}
        />
      </li>
    );
  }
  return (
    <li className="view">
      <button type="button" className="view-use" data-testid="view" onClick={onUse}>
        <span className="cut">{view.name}</span>
        <span className="mono small muted cut">{view.query}</span>
      </button>
      {view.bot_id === null && <span className="mark">every bot</span>}
      <Button look="quiet" aria-label={`Rename ${view.name}`} onClick={() => setName(view.name)}>
        Rename
      </Button>
      <Button look="quiet" aria-label={`Remove ${view.name}`} onClick={onRemove}>
        Remove
      </Button>
    </li>
  );
}
