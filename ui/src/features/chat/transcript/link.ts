// Which entry of the transcript a message belongs to, and the other way round. Pure.
import type { ChatMessage } from "../../../bindings/ChatMessage";
import type { SandboxCall } from "../../../bindings/SandboxCall";
import type { TranscriptEntry } from "../../../bindings/TranscriptEntry";

/** Whether a call sent this message of the bot's. An edit names it as well, and did not send it. */
export const sent = (call: SandboxCall, message: Pick<ChatMessage, "message_id" | "from">, chatId: number): boolean =>
  message.from === null && call.chat_id === chatId && call.message_ids.includes(message.message_id) && !/^edit/i.test(call.method);

/** The entry of the update that a person's message was, or of the call that a bot's came from. */
export function entryFor(message: ChatMessage, chatId: number, entries: readonly TranscriptEntry[]): TranscriptEntry | undefined {
  if (message.update_id !== null) return entries.find(({ update_id }) => update_id === message.update_id);
  return entries.find(({ calls }) => calls.some((call) => sent(call, message, chatId)));
}

/** The message to show for an entry: what the person wrote, or else what the bot answered. */
export function messageFor(entry: TranscriptEntry, chatId: number, messages: readonly ChatMessage[]): ChatMessage | undefined {
  const own = entry.update_id === null ? undefined : messages.find(({ update_id }) => update_id === entry.update_id);
  return own ?? messages.find((message) => message.update_id === null && entryFor(message, chatId, [entry]) !== undefined);
}

/** The chat that an entry's calls acted in. */
export const chatOf = (entry: TranscriptEntry): number | null => entry.calls.find(({ chat_id }) => chat_id !== null)?.chat_id ?? null;
