import type { ChatMessage } from "../../../bindings/ChatMessage";

/** What the field writes, where it is no message of its own. */
export type Mode =
  | { type: "new" }
  | { type: "edit"; message: ChatMessage }
  | {
      type: "reply";
      message: ChatMessage;
      /** Where the bot wants the answer: what it puts into the empty field. */
      asked?: { placeholder: string | null };
    };
