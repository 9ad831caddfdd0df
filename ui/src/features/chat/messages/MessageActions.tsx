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
}

/** Small buttons beside a message; each has a key while the message has the focus. */
export function MessageActions({ message, isMine, given, doing, reacting, onReacting }: Props) {
  return (
    <div className="message-actions" role="toolbar" aria-label="What to do with the message">
      {reacting ? (
        EMOJIS.map((emoji) => (
          <Button key={emoji} look="quiet" tabIndex={-1} data-testid="react-with" aria-pressed={given === emoji} aria-label={`React with ${emoji}`} onClick={() => doing.react(message, emoji)}>
            {emoji}
          </Button>
        ))
      ) : (
        <>
          <Button look="quiet" tabIndex={-1} data-testid="reply" title="Reply (R)" onClick={() => doing.reply(message)}>
            Reply
          </Button>
          <Button look="quiet" tabIndex={-1} data-testid="react" title="React (+)" onClick={() => onReacting(true)}>
            React
          </Button>
          {isMine && message.text !== null && (
            <Button look="quiet" tabIndex={-1} data-testid="edit" title="Edit (E)" onClick={() => doing.edit(message)}>
              Edit
            </Button>
          )}
          {message.text !== null && <CopyButton look="quiet" text={message.text} what="the text" />}
          <Button look="quiet" tabIndex={-1} data-testid="delete" title="Delete (Del)" onClick={() => doing.remove(message)}>
            Delete
          </Button>
        </>
      )}
    </div>
  );
}
