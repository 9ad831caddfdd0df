// What of a chat is for one person in it. Pure.
import type { BotCommand } from "../../bindings/BotCommand";
import type { CommandsFor } from "../../bindings/CommandsFor";

const NONE: readonly BotCommand[] = [];

/** The same, where it is for everybody or for this person among others; null where it is not. */
export function mine<T extends { only_for: readonly number[] | null }>(what: T | null, me: number): T | null {
  return what === null || (what.only_for !== null && !what.only_for.includes(me)) ? null : what;
}

/** The list that this person gets. */
export function commandsOf(lists: readonly CommandsFor[], me: number): readonly BotCommand[] {
  return lists.find(({ user_ids }) => user_ids.includes(me))?.commands ?? NONE;
}
