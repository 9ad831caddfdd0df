import { useEffect, useRef } from "react";
import type { ChatMessage } from "../../../bindings/ChatMessage";
import { Button } from "../../../components/Button";
import { CopyButton } from "../../../components/CopyButton";

/** What is most often used; Telegram allows these everywhere. */
const EMOJIS = ["👍", "❤", "🔥", "🎉", "😁", "🤔", "👎"];

export interface Doing {
  reply: (message: ChatMessage) => void;
  edit: (message: ChatMessage) => void;
  remove: (message: ChatMessage) => void;
  react: (message: ChatMessage, emoji: string) => void;
}

interface Props {
  message: ChatMessage;
  /** One's own. */
  isMine: boolean;
  /** The reaction that one gave. */
  given: string | null;
  doing: Doing;
  reacting: boolean;
  onReacting: (open: boolean) => void;
  onReact: (emoji: string) => void;
}

/** Small buttons beside a message. Each has a key while the message has the focus, and is one of its cells. */
export function MessageActions({ message, isMine, given, doing, reacting, onReacting, onReact }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // By key or by pointer, what is chosen next is an emoji; the one that was given is taken back by the same key.
    if (reacting) (box.current?.querySelector<HTMLElement>("[aria-pressed=true]") ?? box.current?.querySelector<HTMLElement>("button"))?.focus();
  }, [reacting]);
  const cell = { look: "quiet", tabIndex: -1, "data-cell": true } as const;
  return (
    <div ref={box} className="message-actions" role="toolbar" data-row aria-label={reacting ? "React with" : "What to do with the message"}>
      {reacting ? (
        EMOJIS.map((emoji) => (
          <Button key={emoji} {...cell} data-testid="react-with" aria-pressed={given === emoji} aria-label={given === emoji ? `Take ${emoji} back` : `React with ${emoji}`} onClick={() => onReact(emoji)}>
            {emoji}
          </Button>
        ))
      ) : (
        <>
          <Button {...cell} data-testid="reply" title="Reply (R)" aria-keyshortcuts="R" onClick={() => doing.reply(message)}>
            Reply
          </Button>
          <Button {...cell} data-testid="react" title="React (+)" aria-keyshortcuts="+" onClick={() => onReacting(true)}>
            React
          </Button>
          {isMine && message.text !== null && (
            <Button {...cell} data-testid="edit" title="Edit (E)" aria-keyshortcuts="E" onClick={() => doing.edit(message)}>
              Edit
            </Button>
          )}
          {message.text !== null && <CopyButton {...cell} text={message.text} what="the text" />}
          <Button {...cell} data-testid="delete" title="Delete (Del)" aria-keyshortcuts="Delete" onClick={() => doing.remove(message)}>
            Delete
          </Button>
        </>
      )}
    </div>
  );
}
