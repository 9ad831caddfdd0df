import { useRef, type KeyboardEvent } from "react";
import type { ReplyButton } from "../../../bindings/ReplyButton";
import type { ReplyKeyboard } from "../../../bindings/ReplyKeyboard";
import { Button } from "../../../components/Button";

interface Props {
  keyboard: ReplyKeyboard;
  onPress: (button: ReplyButton) => void;
  onLeave: () => void;
}

/** The keyboard that the bot put under the field. Arrows go from key to key, Escape back to the field. */
export function Keys({ keyboard, onPress, onLeave }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.preventDefault();
      return onLeave();
    }
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const all = [...(box.current?.querySelectorAll("button") ?? [])];
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    all[at + by]?.focus();
  };
  return (
    <div ref={box} className="reply-keyboard" role="group" aria-label="The bot's keyboard" data-testid="reply-keyboard" onKeyDown={move}>
      {keyboard.rows.map((row, index) => (
        <div key={index} className="inline-row">
          {row.map((button, column) => (
            <Button key={column} data-testid="reply-button" tabIndex={index === 0 && column === 0 ? 0 : -1} onClick={() => onPress(button)}>
              <span className="cut">{button.text}</span>{" "}
              {button.kind !== "text" && <span className="mark-kind">{button.kind}</span>}
            </Button>
          ))}
        </div>
      ))}
    </div>
  );
}
