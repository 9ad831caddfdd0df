import { useState } from "react";
import { useKeys } from "../../../app/keys";
import { useStore } from "../../../app/store";
import type { Person } from "../../../bindings/Person";
import { useAction } from "../../../components/action";
import { Button } from "../../../components/Button";
import { ErrorNote } from "../../../components/ErrorNote";
import { Field } from "../../../components/Field";
import { useFocusBack } from "../../../components/useFocusBack";

/** Somebody else who can write to the sandbox's bots. */
export function AddPersonForm({ onAdded, onClose }: { onAdded: (person: Person) => Promise<void>; onClose: () => void }) {
  const store = useStore();
  const [name, setName] = useState("");
  const [username, setUsername] = useState("");
  useFocusBack();
  useKeys({ Escape: onClose }, "form");
  const add = useAction(async () => {
    const [first_name = "", ...last] = name.trim().split(/\s+/);
    const person = await store.read("add_person", { first_name, last_name: last.join(" ") || null, username: username.trim().replace(/^@/, "") || null });
    await onAdded(person);
  });
  return (
    <form
      className="room-form"
      data-testid="add-person-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) void add.run();
      }}
    >
      <Field label="Name" data-testid="person-name" autoFocus value={name} onChange={(event) => setName(event.target.value)} />
      <Field label="Username" hint="Not everybody has one." value={username} onChange={(event) => setUsername(event.target.value)} />
      {add.error && <ErrorNote error={add.error} />}
      <div className="row wrap">
        <Button type="submit" data-testid="person-add" busy={add.busy} disabled={!name.trim()}>
          Add
        </Button>
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
