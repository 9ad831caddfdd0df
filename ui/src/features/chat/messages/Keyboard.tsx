import type { ChatMessage } from "../../../bindings/ChatMessage";
import type { InlineButton } from "../../../bindings/InlineButton";
import { Button } from "../../../components/Button";
import { copyText } from "../../../components/CopyButton";
import type { Presses } from "../usePresses";
import { useScene } from "../scene";

interface Props {
  message: ChatMessage;
  presses: Presses;
  /** Puts a text into the field, as a button for inline mode does. */
  onWrite: (text: string) => void;
}

/** The buttons under a message. The arrow keys go from one to the next; see `cells`. */
export function Keyboard({ message, presses, onWrite }: Props) {
  const scene = useScene();
  if (message.buttons.length === 0) return null;
  const press = (button: InlineButton, row: number, column: number) => {
    const value = button.value ?? "";
    // These do something in Telegram's own window and tell the bot nothing.
    if (button.kind.startsWith("switch_inline")) return onWrite(`@${scene.bot.username ?? ""} ${value}`);
    if (button.kind === "copy_text") {
      void copyText(value);
      return scene.note(`It copies: ${value}`);
    }
    void presses.press(message.message_id, row, column);
  };
  return (
    <div className="inline-keyboard" role="group" aria-label="Buttons" data-asked>
      {message.buttons.map((buttons, row) => (
        <div key={row} className="inline-row" data-row>
          {buttons.map((button, column) => {
            const isWaiting = presses.isWaiting(message.message_id, row, column);
            return (
              <Button
                key={column}
                tabIndex={-1}
                data-testid="inline-button"
                data-cell
                aria-busy={isWaiting || undefined}
                title={button.kind === "callback" ? `callback_data: ${button.value ?? ""}` : `${button.kind}: ${button.value ?? ""}`}
                onClick={() => press(button, row, column)}
              >
                {isWaiting && <span className="spinner" aria-hidden="true" />}
                <span className="cut">{button.text}</span>{" "}
                {button.kind !== "callback" && <span className="mark-kind">{SIGNS[button.kind] ?? button.kind}</span>}
              </Button>
            );
          })}
        </div>
      ))}
    </div>
  );
}

const SIGNS: Record<string, string> = { url: "link", login_url: "link", web_app: "web app", copy_text: "copy", switch_inline: "inline", pay: "pay" };
