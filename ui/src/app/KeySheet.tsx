import { useEffect, useRef } from "react";
import { Button } from "../components/Button";
import { Kbd } from "../components/Kbd";
import { useFocusBack } from "../components/useFocusBack";
import { useKeys } from "./keys";

const KEYS: [string[], string][] = [
  [["j", "k"], "next and previous update"],
  [["Home", "End"], "the newest and the oldest"],
  [["Enter"], "open the update"],
  [["/"], "search"],
  [["Esc"], "back"],
  [["r"], "replay it, or what is marked"],
  [["e"], "edit and replay it"],
  [["i"], "compose an update"],
  [["p"], "pin it, or let it go"],
  [["x"], "mark it"],
  [["J", "K"], "mark on, down and up"],
  [["Ctrl A"], "mark what is found, 500 at the most"],
  [["c"], "copy it as"],
  [["Menu"], "search by it, or edit a copy"],
  [["g i"], "Inbox"],
  [["g w"], "Webhook"],
  [["g d"], "Delivery"],
  [["g c"], "Chat, in the sandbox"],
  [["Enter"], "in a chat: write; a message's buttons"],
  [["↑", "↓"], "in a chat: edit the last one; through the messages"],
  [["Ctrl ↑"], "in a chat: from the field to the messages"],
  [["Ctrl ↓"], "in a chat: from the field to the bot's keyboard"],
  [["+"], "in a chat: react to the message"],
  [["s"], "set the webhook"],
  [["n"], "add a bot"],
  [["?"], "this sheet"],
];

export function KeySheet({ onClose }: { onClose: () => void }) {
  useFocusBack();
  const box = useRef<HTMLDivElement>(null);
  // In a low window it scrolls, and not the list behind it.
  const by = (pages: number) => () => {
    const sheet = box.current;
    if (!sheet || sheet.scrollHeight <= sheet.clientHeight) return false;
    sheet.scrollTop += pages * sheet.clientHeight;
    return true;
  };
  useKeys({ Escape: onClose, ArrowDown: by(0.1), ArrowUp: by(-0.1), PageDown: by(0.9), PageUp: by(-0.9), Home: by(-100), End: by(100) }, "floating");
  useEffect(() => {
    // Its button is at the end, and what is read first at the top.
    box.current?.querySelector("button")?.focus({ preventScroll: true });
  }, []);
  return (
    <div ref={box} className="sheet" role="dialog" aria-label="Keys">
      <h2>Keys</h2>
      <dl className="keys">
        {KEYS.map(([keys, what]) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
              <span className="offscreen">{keys.join(" or ")}</span>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <Button onClick={onClose}>Close</Button>
    </div>
  );
}
