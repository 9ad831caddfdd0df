// A message in words. Pure.
import type { ChatMessage } from "../../../bindings/ChatMessage";
import { clock } from "../../../components/time";

/** Its text, but for what it hides. */
function unhidden({ text, entities }: Pick<ChatMessage, "text" | "entities">, instead: string): string {
  let said = text ?? "";
  const hidden = entities.filter(({ type }) => type === "spoiler").sort((one, other) => other.offset - one.offset);
  for (const { offset, length } of hidden) said = said.slice(0, offset) + instead + said.slice(offset + length);
  return said;
}

/** One line of it. */
export function lineOf(message: ChatMessage): string {
  if (message.deleted) return "deleted message";
  if (message.service) return message.service;
  if (message.poll) return `Poll: ${message.poll.question}`;
  if (message.text) return unhidden(message, "▒▒▒").replace(/\s+/g, " ");
  return message.media ? [message.media.kind, message.media.name].filter(Boolean).join(" ") : "empty message";
}

/** All of it, for who hears it. */
export function heard(message: ChatMessage, who: string): string {
  if (message.service) return message.service;
  const said = message.poll ? `Poll: ${message.poll.question}` : unhidden(message, "hidden text");
  const media = message.media ? `${message.media.kind} ${message.media.name ?? ""}. ` : "";
  const parts = [`${who}, ${clock(Date.parse(message.at)).slice(0, 5)}: ${message.deleted ? "deleted. " : ""}${media}${said}`];
  if (message.edited_at) parts.push("edited");
  if (message.pinned) parts.push("pinned");
  const buttons = message.buttons.flat().map(({ text }) => text);
  if (buttons.length > 0) parts.push(`Buttons: ${buttons.join(", ")}`);
  if (message.reactions.length > 0) parts.push(`Reactions: ${message.reactions.map(({ emoji, by }) => `${emoji} ${by.length}`).join(", ")}`);
  return parts.join(". ");
}

/** What the bot is doing. */
export function actionWords(bot: string, action: string): string {
  const what: Record<string, string> = {
    typing: "is typing",
    upload_photo: "is sending a photo",
    record_video: "is recording a video",
    upload_video: "is sending a video",
    record_voice: "is recording a voice message",
    upload_voice: "is sending a voice message",
    upload_document: "is sending a file",
    choose_sticker: "is choosing a sticker",
    find_location: "is looking for a place",
    record_video_note: "is recording a video message",
    upload_video_note: "is sending a video message",
  };
  return `${bot} ${what[action] ?? `is at work (${action})`}`;
}
