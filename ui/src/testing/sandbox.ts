// The sandbox's chats for tests, made up as small as they can be.
import type { ChatMessage } from "../bindings/ChatMessage";
import type { ChatTimeline } from "../bindings/ChatTimeline";
import type { CommandsFor } from "../bindings/CommandsFor";
import type { ReplyButton } from "../bindings/ReplyButton";
import type { ReplyKeyboard } from "../bindings/ReplyKeyboard";
import type { SandboxCall } from "../bindings/SandboxCall";
import type { SandboxChat } from "../bindings/SandboxChat";
import type { SandboxWorld } from "../bindings/SandboxWorld";
import type { TranscriptEntry } from "../bindings/TranscriptEntry";
import { at, bot } from "./world";

export const ANN = { id: 1, name: "Ann Petrova", username: "ann_petrova" };
export const MARIO = { id: 2, name: "Mario Rossi", username: null };

export const sandboxBot = () => bot({ name: "Echo", username: "echo_bot", environment: { type: "sandbox" } });

export const chat = (part: Partial<SandboxChat> = {}): SandboxChat => ({ id: 1, kind: "private", title: "Ann Petrova", members: [1], bot_status: "member", last: null, last_at: null, silent: [], ...part });

export const group = (part: Partial<SandboxChat> = {}): SandboxChat => chat({ id: -7, kind: "group", title: "Kitchen", members: [1], ...part });

export const world = (part: Partial<SandboxWorld> = {}): SandboxWorld => ({ people: [ANN, MARIO], chats: [chat()], commands: [], unknown_methods: {}, clock_ahead: 0, ...part });

export const message = (message_id: number, part: Partial<ChatMessage> = {}): ChatMessage => ({
  message_id,
  at: at(100 - message_id),
  edited_at: null,
  deleted: false,
  pinned: false,
  from: null,
  text: `text ${message_id}`,
  entities: [],
  media: null,
  reply_to: null,
  forwarded_from: null,
  service: null,
  poll: null,
  buttons: [],
  reactions: [],
  update_id: null,
  ...part,
});

export const timeline = (messages: ChatMessage[] = [], part: Partial<ChatTimeline> = {}): ChatTimeline => ({ messages, more: false, keyboard: null, force_reply: null, commands: [], action: null, toasts: [], inline: null, ...part });

/** A keyboard of the bot's, with what stands on its buttons or what else they are. */
export const keyboard = (rows: (string | Partial<ReplyButton>)[][], part: Partial<ReplyKeyboard> = {}): ReplyKeyboard => ({
  rows: rows.map((row) => row.map((button) => ({ text: "", kind: "text", poll: null, ...(typeof button === "string" ? { text: button } : button) }))),
  one_time: false,
  placeholder: null,
  only_for: null,
  ...part,
});

/** The commands, by name with what they do, that these people get. */
export const commandsFor = (user_ids: number[], commands: Record<string, string>): CommandsFor => ({ user_ids, commands: Object.entries(commands).map(([command, description]) => ({ command, description })) });

export const call = (part: Partial<SandboxCall> = {}): SandboxCall => ({ at: at(1), after_ms: 12, method: "sendMessage", parameters: {}, status: 200, description: null, in_reply: false, chat_id: 1, message_ids: [], ...part });

export const entryOf = (id: number, part: Partial<TranscriptEntry> = {}): TranscriptEntry => ({ id, update_id: id, kind: "message", summary: `text ${id}`, at: at(2), delivered_at: at(2), delivery: "200 OK", attempts: 1, calls: [], ...part });
