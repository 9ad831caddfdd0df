import { useImperativeHandle, useRef, type KeyboardEvent, type Ref } from "react";
import type { ReplyButton } from "../../../bindings/ReplyButton";
import type { ReplyKeyboard } from "../../../bindings/ReplyKeyboard";
import { Button } from "../../../components/Button";
import { isOnTop, moveIn } from "../messages/cells";
import { askOf } from "./asks";

export interface KeysHandle {
  focus: () => void;
}

interface Props {
  ref: Ref<KeysHandle>;
  keyboard: ReplyKeyboard;
  onPress: (button: ReplyButton) => void;
  onLeave: () => void;
}

/** The keyboard that the bot put under the field. Arrows go from key to key; Escape, and up from its first row, back to the field. */
export function Keys({ ref, keyboard, onPress, onLeave }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useImperativeHandle(ref, () => ({ focus: () => box.current?.querySelector("button")?.focus() }));
  const move = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isUp = event.key === "ArrowUp" && isOnTop(event.currentTarget);
    if (event.key === "Escape" || isUp) onLeave();
    else if (!moveIn(event.currentTarget, event.key)) return;
    event.preventDefault();
  };
  return (
    <div ref={box} className="reply-keyboard" role="group" aria-label="The bot's keyboard" data-testid="reply-keyboard" onKeyDown={move}>
      {keyboard.rows.map((row, index) => (
        <div key={index} className="inline-row" data-row>
          {row.map((button, column) => (
            <Button key={column} data-cell data-testid="reply-button" tabIndex={index === 0 && column === 0 ? 0 : -1} title={askOf(button)?.title} onClick={() => onPress(button)}>
              <span className="cut">{button.text}</span>{" "}
              {button.kind !== "text" && <span className="mark-kind">{askOf(button)?.mark ?? button.kind}</span>}
            </Button>
          ))}
        </div>
      ))}
    </div>
  );
}
