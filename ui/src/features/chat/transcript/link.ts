// Which entry of the transcript a message belongs to, and the other way round. Pure.
import type { ChatMessage } from "../../../bindings/ChatMessage";
import type { SandboxCall } from "../../../bindings/SandboxCall";
import type { TranscriptEntry } from "../../../bindings/TranscriptEntry";

/** A message's moment is in whole seconds, a call's is not. */
const NEAR_MS = 2_000;

/** The entry of the update that a person's message was, or of the call that a bot's came from. */
export function entryFor(message: ChatMessage, chatId: number, entries: readonly TranscriptEntry[]): TranscriptEntry | undefined {
  if (message.update_id !== null) return entries.find(({ update_id }) => update_id === message.update_id);
  if (message.from !== null) return undefined;
  let best: { entry: TranscriptEntry; far: number } | undefined;
  for (const entry of entries) {
    for (const call of entry.calls) {
      const far = distance(call, message, chatId);
      if (far !== null && (!best || far < best.far)) best = { entry, far };
    }
  }
  return best?.entry;
}

/** How little a call looks like the one that sent the message; null where it cannot be. */
function distance(call: SandboxCall, message: ChatMessage, chatId: number): number | null {
  if (call.status !== 200 || call.chat_id !== chatId || !/^(send|copy|forward|stop)/i.test(call.method) || /chataction$/i.test(call.method)) return null;
  const apart = Math.abs(Date.parse(call.at) - Date.parse(message.at));
  if (apart > NEAR_MS) return null;
  const text = call.parameters["text"] ?? call.parameters["caption"];
  // Markup is not in the message's text, so another text only makes it less likely.
  return apart + (text === undefined || text === message.text ? 0 : NEAR_MS);
}

/** The message to show for an entry: what the person wrote, or else what the bot answered. */
export function messageFor(entry: TranscriptEntry, chatId: number, messages: readonly ChatMessage[]): ChatMessage | undefined {
  const own = entry.update_id === null ? undefined : messages.find(({ update_id }) => update_id === entry.update_id);
  return own ?? messages.find((message) => message.from === null && entryFor(message, chatId, [entry]) !== undefined);
}

/** The chat that an entry's calls acted in. */
export const chatOf = (entry: TranscriptEntry): number | null => entry.calls.find(({ chat_id }) => chat_id !== null)?.chat_id ?? null;
