import type { ChatMessage } from "../../../bindings/ChatMessage";

/** What the field writes, where it is no message of its own. */
export type Mode = { type: "new" } | { type: "reply" | "edit"; message: ChatMessage };
