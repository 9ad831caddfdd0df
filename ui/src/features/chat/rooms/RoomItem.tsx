import { useState } from "react";
import type { SandboxChat } from "../../../bindings/SandboxChat";
import { count } from "../../../components/time";
import type { Fold } from "./folds";
import { botStanding } from "./rooms";

interface Props {
  fold: Fold;
  /** The chat that is open. */
  open: number;
  mark: (room: SandboxChat) => string | null;
  onRoom: (room: SandboxChat) => void;
}

/** A chat of the list, and behind a button those of its name that are older. */
export function RoomItem({ fold: { room, earlier }, open, mark, onRoom }: Props) {
  const [isUnfolded, setUnfolded] = useState(false);
  // The chat that is open is in the list, wherever it belongs.
  const shown = earlier.filter(({ id }) => isUnfolded || id === open);
  const hidden = earlier.length - shown.length;
  const one = (each: SandboxChat) => (
    <button key={each.id} type="button" className="room" data-testid="room" aria-current={each.id === open ? "page" : undefined} onClick={() => onRoom(each)}>
      <span className="room-title cut" dir="auto">
        {each.title}
      </span>
      {mark(each) && <span className="bot-mark cut">{mark(each)}</span>}
      <span className="room-last cut" dir="auto">
        {botStanding(each) ?? each.last ?? "No messages yet"}
      </span>
    </button>
  );
  return (
    <li>
      {one(room)}
      {shown.map(one)}
      {(isUnfolded || hidden > 0) && (
        <button type="button" className="room-earlier" data-testid="room-earlier" aria-expanded={isUnfolded} title={`Every run of a scenario brings people of its own: these are called ${room.title} too`} onClick={() => setUnfolded(!isUnfolded)}>
          {isUnfolded ? "Fewer" : `${count(hidden, "earlier chat")} called ${room.title}`}
        </button>
      )}
    </li>
  );
}
