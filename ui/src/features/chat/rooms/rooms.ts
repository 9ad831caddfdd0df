// Who writes where. Pure.
import type { Person } from "../../../bindings/Person";
import type { SandboxChat } from "../../../bindings/SandboxChat";
import type { SandboxWorld } from "../../../bindings/SandboxWorld";

/** Who one writes as, and in which chat. */
export interface Place {
  me: number;
  room: number;
}

/** The chats, and the private ones of people who have not written yet. */
export function roomsOf(world: SandboxWorld): SandboxChat[] {
  const has = new Set(world.chats.flatMap((chat) => (chat.kind === "private" ? chat.members : [])));
  return [...world.chats, ...world.people.filter(({ id }) => !has.has(id)).map(privately)];
}

function privately(person: Person): SandboxChat {
  return { id: person.id, kind: "private", title: person.name, members: [person.id], bot_status: "member", last: null, last_at: null, silent: [] };
}

/** A private chat of that person's. */
export const privateRoom = (rooms: SandboxChat[], me: number): SandboxChat | undefined => rooms.find((room) => room.kind === "private" && room.members.includes(me));

/** The nearest place that is there: a private chat belongs to its one person. */
export function placeOf(world: SandboxWorld, wanted: Place | null): Place | null {
  const rooms = roomsOf(world);
  const room = rooms.find(({ id }) => id === wanted?.room) ?? rooms.find(({ kind }) => kind === "private") ?? rooms[0];
  if (!room) return null;
  const writer = room.kind === "private" ? room.members[0] : world.people.find(({ id }) => id === wanted?.me)?.id;
  const me = writer ?? room.members[0] ?? world.people[0]?.id;
  return me === undefined ? null : { me, room: room.id };
}

/** Where one is after choosing whom to write as: a private chat is left for one's own. */
export function writingAs(world: SandboxWorld, place: Place, me: number): Place {
  const rooms = roomsOf(world);
  const here = rooms.find(({ id }) => id === place.room);
  if (here && here.kind !== "private") return { me, room: here.id };
  return { me, room: privateRoom(rooms, me)?.id ?? me };
}

export const KINDS = { private: "private chat", group: "group", supergroup: "group", channel: "channel" } satisfies Record<SandboxChat["kind"], string>;

/** Who is in a chat besides the bot, in words. */
export function whoIsIn(room: SandboxChat, bot: string, people: Person[]): string {
  if (room.kind === "private") return `Private chat with ${bot}`;
  const names = room.members.map((id) => people.find((person) => person.id === id)?.name ?? String(id));
  const kind = room.kind === "channel" ? "Channel" : "Group";
  return names.length === 0 ? `${kind}, nobody in it` : `${kind}: ${names.join(", ")}`;
}

/** What the bot is there, in words; nothing where it is as usual. */
export function botStanding(room: SandboxChat): string | null {
  if (room.bot_status === "kicked") return room.kind === "private" ? "The bot is blocked" : "The bot was put out";
  if (room.bot_status === "left") return "The bot is not in it";
  return null;
}
