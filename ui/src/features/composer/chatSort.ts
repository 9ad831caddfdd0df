// A chat made into one of another sort: its id and its title are of that sort too, as at Telegram. Pure.
import type { ChatInput } from "../../bindings/ChatInput";
import type { ChatSort } from "../../bindings/ChatSort";

/** Ids of supergroups and channels begin beyond this, below zero. */
const BEYOND = 1_000_000_000_000;

/** What the forms call them. */
const TITLES: Record<ChatSort, string> = { private: "Ann", group: "Example group", supergroup: "Example group", channel: "Example channel" };

function idAs(id: number, type: ChatSort): number {
  const number = Math.abs(id) > BEYOND ? Math.abs(id) - BEYOND : Math.abs(id);
  if (type === "private") return number;
  return type === "group" ? 0 - number : -BEYOND - number;
}

/** A name of a person is none of a group; one that was written for a group does for a channel. */
export function asSort(chat: ChatInput, type: ChatSort): ChatInput {
  const isOther = (chat.type === "private") !== (type === "private");
  const isGiven = !isOther && chat.title !== TITLES[chat.type];
  return { ...chat, type, id: idAs(chat.id, type), title: isGiven ? chat.title : TITLES[type], username: isOther ? null : chat.username };
}
