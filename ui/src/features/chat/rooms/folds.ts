// People and chats of one name. Every run of a scenario brings people of its own, so one name comes again and again. Pure.
import type { Person } from "../../../bindings/Person";
import type { SandboxChat } from "../../../bindings/SandboxChat";
import type { SandboxWorld } from "../../../bindings/SandboxWorld";
import { clock } from "../../../components/time";
import { KINDS, roomsOf, type Place } from "./rooms";

/** A chat, and those of its name in which less has happened of late. */
export interface Fold {
  room: SandboxChat;
  earlier: SandboxChat[];
}

/** The chats as they are listed: of those of one name, the latest. */
export function foldsOf(world: SandboxWorld): Fold[] {
  const folds = new Map<string, Fold>();
  for (const room of roomsOf(world)) {
    const key = `${room.kind} ${usernameOf(world, room) ?? room.title}`;
    const fold = folds.get(key);
    if (fold) fold.earlier.push(room);
    else folds.set(key, { room, earlier: [] });
  }
  return [...folds.values()];
}

/** Whoever has a username is told apart by it; who comes for a run has none. */
function usernameOf({ people }: SandboxWorld, { kind, members }: SandboxChat): string | null {
  const username = kind === "private" ? people.find(({ id }) => id === members[0])?.username : null;
  return username ? `@${username}` : null;
}

/** What stands beside a chat's title: what sort of chat it is, or what tells it from others of its title that are listed. */
export function markOf(world: SandboxWorld, room: SandboxChat): string | null {
  if (room.kind !== "private") return KINDS[room.kind];
  const isAlone = roomsOf(world).filter(({ kind, title }) => kind === "private" && title === room.title).length === 1;
  return isAlone ? null : (usernameOf(world, room) ?? lastAt(room));
}

export const lastAt = ({ last_at }: SandboxChat): string | null => (last_at === null ? null : clock(Date.parse(last_at)));

export interface Writer {
  person: Person;
  /** The name, with more where others are called so too. */
  label: string;
}

/** Whom one can write as: of those of one name the latest, who is in the chat that is open, and who one is. */
export function writersOf(world: SandboxWorld, place: Place): Writer[] {
  const here = roomsOf(world).find(({ id }) => id === place.room);
  const shown = new Set([...foldsOf(world).flatMap(({ room }) => (room.kind === "private" ? room.members : [])), ...(here?.members ?? []), place.me]);
  const people = world.people.filter(({ id }) => shown.has(id));
  return people.map((person) => {
    const isAlone = people.filter(({ name }) => name === person.name).length === 1;
    if (isAlone) return { person, label: person.name };
    if (person.username) return { person, label: `${person.name} (@${person.username})` };
    if (here && here.kind !== "private" && here.members.includes(person.id)) return { person, label: `${person.name} (in ${here.title})` };
    const own = world.chats.find(({ kind, members }) => kind === "private" && members.includes(person.id));
    return { person, label: `${person.name} (${(own && lastAt(own)) ?? "has not written"})` };
  });
}
