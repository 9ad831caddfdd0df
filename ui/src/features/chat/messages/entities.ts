// Telegram's formatting as a tree. Places are UTF-16 code units, as JavaScript counts too. Pure.
import type { Entity } from "../../../bindings/Entity";

export type Piece = string | { entity: Entity; text: string; pieces: Piece[] };

/** What stands in which formatting. Entities beyond the text are cut, and one that crosses another goes on after it. */
export function piecesOf(text: string, entities: readonly Entity[]): Piece[] {
  const inside = entities.filter(({ offset, length }) => length > 0 && offset < text.length);
  return between(text, 0, text.length, inside.sort(outerFirst));
}

const endOf = ({ offset, length }: Entity) => offset + length;
const outerFirst = (one: Entity, other: Entity) => one.offset - other.offset || other.length - one.length;

/** `sorted` all begin at `from` or later. */
function between(text: string, from: number, to: number, sorted: Entity[]): Piece[] {
  const pieces: Piece[] = [];
  const waiting = [...sorted];
  let at = from;
  for (let entity = waiting.shift(); entity; entity = waiting.shift()) {
    if (entity.offset >= to) break;
    if (entity.offset > at) pieces.push(text.slice(at, entity.offset));
    const end = Math.min(to, endOf(entity));
    const inner: Entity[] = [];
    const rest: Entity[] = [];
    while (waiting[0] && waiting[0].offset < end) {
      const next = waiting.shift() as Entity;
      inner.push({ ...next, length: Math.min(end, endOf(next)) - next.offset });
      if (endOf(next) > end) rest.push({ ...next, offset: end, length: endOf(next) - end });
    }
    pieces.push({ entity, text: text.slice(entity.offset, end), pieces: between(text, entity.offset, end, inner) });
    waiting.unshift(...rest);
    waiting.sort(outerFirst);
    at = end;
  }
  if (at < to) pieces.push(text.slice(at, to));
  return pieces;
}
