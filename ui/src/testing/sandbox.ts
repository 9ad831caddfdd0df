// The sandbox's chats for tests, made up as small as they can be.
import type { ChatMessage } from "../bindings/ChatMessage";
import type { ChatTimeline } from "../bindings/ChatTimeline";
import type { SandboxCall } from "../bindings/SandboxCall";
import type { SandboxChat } from "../bindings/SandboxChat";
import type { SandboxWorld } from "../bindings/SandboxWorld";
import type { TranscriptEntry } from "../bindings/TranscriptEntry";
import { at, bot } from "./world";

export const ANN = { id: 1, name: "Ann Petrova", username: "ann_petrova" };
export const MARIO = { id: 2, name: "Mario Rossi", username: null };

export const sandboxBot = () => bot({ name: "Echo", username: "echo_bot", environment: { type: "sandbox" } });

export const chat = (part: Partial<SandboxChat> = {}): SandboxChat => ({ id: 1, kind: "private", title: "Ann Petrova", members: [1], bot_status: "member", last: null, last_at: null, ...part });

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

export const timeline = (messages: ChatMessage[] = [], part: Partial<ChatTimeline> = {}): ChatTimeline => ({ messages, more: false, keyboard: null, action: null, toasts: [], inline: null, ...part });

export const call = (part: Partial<SandboxCall> = {}): SandboxCall => ({ at: at(1), after_ms: 12, method: "sendMessage", parameters: {}, status: 200, description: null, in_reply: false, chat_id: 1, message_ids: [], ...part });

export const entryOf = (id: number, part: Partial<TranscriptEntry> = {}): TranscriptEntry => ({ id, update_id: id, kind: "message", summary: `text ${id}`, at: at(2), delivered_at: at(2), delivery: "200 OK", attempts: 1, calls: [], ...part });
