import { useState } from "react";
import { useKeys } from "../../../app/keys";
import { useStore } from "../../../app/store";
import type { Person } from "../../../bindings/Person";
import type { SandboxChat } from "../../../bindings/SandboxChat";
import { useAction } from "../../../components/action";
import { Button } from "../../../components/Button";
import { ErrorNote } from "../../../components/ErrorNote";
import { Choice, Field, Tick } from "../../../components/Field";
import { useFocusBack } from "../../../components/useFocusBack";

interface Props {
  botId: string;
  people: Person[];
  /** Who makes it, and is in it. */
  by: number;
  onAdded: (room: SandboxChat) => Promise<void>;
  onClose: () => void;
}

type Kind = Exclude<SandboxChat["kind"], "private">;

const KINDS: { value: Kind; label: string; hint?: string }[] = [
  { value: "group", label: "Group" },
  { value: "supergroup", label: "Supergroup" },
  { value: "channel", label: "Channel", hint: "The bot gets channel_post." },
];

/** A group or channel with the bot in it. */
export function AddRoomForm({ botId, people, by, onAdded, onClose }: Props) {
  const store = useStore();
  const [title, setTitle] = useState("");
  const [kind, setKind] = useState<Kind>("group");
  const [members, setMembers] = useState<ReadonlySet<number>>(() => new Set(people.map(({ id }) => id)));
  useFocusBack();
  useKeys({ Escape: onClose }, "form");
  const add = useAction(async () => {
    const inIt = people.map(({ id }) => id).filter((id) => id === by || members.has(id));
    await onAdded(await store.read("add_chat", { bot_id: botId, kind, title: title.trim(), members: inIt, by }));
  });
  const toggle = (id: number) => {
    const next = new Set(members);
    if (!next.delete(id)) next.add(id);
    setMembers(next);
  };
  return (
    <form
      className="room-form"
      data-testid="add-room-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (title.trim()) void add.run();
      }}
    >
      <Field label="Title" data-testid="room-title" autoFocus value={title} onChange={(event) => setTitle(event.target.value)} />
      <Choice legend="Kind" value={kind} options={KINDS} onChange={setKind} />
      <fieldset className="choice">
        <legend>In it</legend>
        {people.map(({ id, name }) => (
          <Tick key={id} label={name} checked={id === by || members.has(id)} disabled={id === by} onChange={() => toggle(id)} />
        ))}
      </fieldset>
      {add.error && <ErrorNote error={add.error} />}
      <div className="row wrap">
        <Button type="submit" data-testid="room-make" busy={add.busy} disabled={!title.trim()}>
          Add
        </Button>
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
