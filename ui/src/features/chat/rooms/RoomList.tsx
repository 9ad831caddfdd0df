import { useState } from "react";
import type { Person } from "../../../bindings/Person";
import type { SandboxChat } from "../../../bindings/SandboxChat";
import type { SandboxWorld } from "../../../bindings/SandboxWorld";
import { Button } from "../../../components/Button";
import { AddPersonForm } from "./AddPersonForm";
import { AddRoomForm } from "./AddRoomForm";
import { foldsOf, markOf, writersOf } from "./folds";
import { RoomItem } from "./RoomItem";
import { writingAs, type Place } from "./rooms";

interface Props {
  botId: string;
  world: SandboxWorld;
  place: Place;
  onPlace: (place: Place) => void;
  /** Somebody or a chat was added: the world is to be read again. */
  onAdded: () => Promise<void>;
}

/** On the left: whom one writes as, and the chats. */
export function RoomList({ botId, world, place, onPlace, onAdded }: Props) {
  const [adding, setAdding] = useState<"person" | "room" | null>(null);
  const writers = writersOf(world, place);
  const close = () => setAdding(null);
  const addedPerson = async (person: Person) => {
    await onAdded();
    close();
    onPlace({ me: person.id, room: person.id });
  };
  const addedRoom = async (room: SandboxChat) => {
    await onAdded();
    close();
    onPlace({ me: place.me, room: room.id });
  };
  return (
    <nav className="rooms" aria-label="Chats">
      <div className="field">
        <label htmlFor="write-as">Write as</label>
        <select id="write-as" className="input" data-testid="write-as" value={place.me} onChange={(event) => onPlace(writingAs(world, place, Number(event.target.value)))}>
          {writers.map(({ person, label }) => (
            <option key={person.id} value={person.id}>
              {label}
            </option>
          ))}
        </select>
      </div>
      <ul className="room-list">
        {foldsOf(world).map((fold) => (
          <RoomItem
            // The same one while another of its name comes to be the latest.
            key={fold.earlier.at(-1)?.id ?? fold.room.id}
            fold={fold}
            open={place.room}
            mark={(room) => markOf(world, room)}
            onRoom={(room) => onPlace({ me: room.kind === "private" ? (room.members[0] ?? place.me) : place.me, room: room.id })}
          />
        ))}
      </ul>
      {adding === "person" && <AddPersonForm onAdded={addedPerson} onClose={close} />}
      {adding === "room" && <AddRoomForm botId={botId} people={writers.map(({ person }) => person)} by={place.me} onAdded={addedRoom} onClose={close} />}
      {adding === null && (
        <div className="room-add">
          <Button look="quiet" data-testid="add-person" onClick={() => setAdding("person")}>
            Add a person
          </Button>
          <Button look="quiet" data-testid="add-room" onClick={() => setAdding("room")}>
            Add a group
          </Button>
        </div>
      )}
    </nav>
  );
}
