import { useMemo, useState } from "react";
import { recall, remember } from "../../app/memory";
import { useRead } from "../../app/useRead";
import type { BotView } from "../../bindings/BotView";
import type { SandboxChat } from "../../bindings/SandboxChat";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { ScenariosPane } from "../scenarios/ScenariosPane";
import { useFollow } from "../scenarios/useFollow";
import { useScenarios } from "../scenarios/useScenarios";
import { Room } from "./Room";
import { placeOf, roomsOf, type Place } from "./rooms/rooms";
import { RoomList } from "./rooms/RoomList";
import { useStable } from "./useStable";

const NONE: SandboxChat[] = [];

/** The sandbox's chats with a bot. Mounted anew for every bot. */
export function ChatTab({ bot }: { bot: BotView }) {
  const read = useRead({
    op: "sandbox_world",
    key: bot.id,
    input: () => ({ bot_id: bot.id }),
    stale: (change) => (change.type === "chat" && change.bot_id === bot.id) || change.type === "sandbox",
  });
  const [wanted, setWanted] = useState<Place | null>(() => recall(`chat.${bot.id}`, null));
  const [left] = useState(() => new Set<string>());
  const [drafts] = useState(() => new Map<string, string>());
  const world = useStable(read.value);
  const place = useMemo(() => world && placeOf(world, wanted), [world, wanted]);
  const rooms = useMemo(() => (world ? roomsOf(world) : []), [world]);
  const scenarios = useScenarios(bot.id);
  const go = (next: Place) => {
    setWanted(next);
    remember(`chat.${bot.id}`, next);
  };
  const enter = (room: SandboxChat, me: number) => go({ me: room.kind === "private" ? (room.members[0] ?? me) : me, room: room.id });
  const follow = useFollow(world?.chats ?? NONE, (room) => enter(room, room.members[0] ?? 0));

  if (!world || !place) {
    if (read.error)
      return (
        <div className="chat-failed">
          <ErrorNote error={read.error}>
            <Button onClick={() => void read.reload()}>Try again</Button>
          </ErrorNote>
        </div>
      );
    return <p className="opening" role="status">{world ? "Nobody is in the sandbox" : "Opening the chats"}</p>;
  }
  const room = rooms.find(({ id }) => id === place.room);
  const me = world.people.find(({ id }) => id === place.me);
  return (
    <div className="chat" data-beside={scenarios.isOpen || undefined}>
      <RoomList
        botId={bot.id}
        world={world}
        place={place}
        onPlace={(next) => {
          follow.end();
          go(next);
        }}
        onAdded={read.reload}
      />
      {room && me && (
        <Room
          key={room.id}
          bot={bot}
          world={world}
          room={room}
          me={me}
          drafts={drafts}
          left={left}
          scenarios={scenarios}
          worldError={read.error}
          onWorld={() => void read.reload()}
          onRoom={(id) => {
            const next = rooms.find((each) => each.id === id);
            if (next) enter(next, place.me);
          }}
        />
      )}
      {room && scenarios.isOpen && <ScenariosPane bot={bot} room={room} scenarios={scenarios} onRun={follow.begin} />}
    </div>
  );
}
