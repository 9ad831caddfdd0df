import { useState } from "react";
import { Button } from "../../../components/Button";
import { Field, Tick } from "../../../components/Field";

/** Gives the search a name. */
export function SaveViewForm({ query, onSave }: { query: string; onSave: (name: string, isForAll: boolean) => void }) {
  const [name, setName] = useState("");
  const [isForAll, setForAll] = useState(false);
  return (
    <form
      className="views-save"
      onSubmit={(event) => {
        event.preventDefault();
        if (!name.trim()) return;
        onSave(name.trim(), isForAll);
        setName("");
      }}
    >
      <Field label="Save this search as" data-testid="view-name" maxLength={80} value={name} hint={<span className="mono small break">{query}</span>} onChange={(event) => setName(event.target.value)} />
      <Tick label="For every bot" checked={isForAll} onChange={(event) => setForAll(event.target.checked)} />
      <Button type="submit" data-testid="view-save" disabled={!name.trim()}>
        Save
      </Button>
    </form>
  );
}
