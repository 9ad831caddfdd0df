import type { KeyboardView } from "../../bindings/KeyboardView";
import { Button } from "../../components/Button";

interface Props {
  keyboard: KeyboardView;
  /** Whose press it is. */
  who: string;
  busy: boolean;
  onPress: (row: number, column: number) => void;
}

/** An inline keyboard under its message, as a chat shows it. */
export function Keyboard({ keyboard, who, busy, onPress }: Props) {
  return (
    <div className="keyboard">
      {keyboard.text && (
        <p className="keyboard-text" dir="auto">
          {keyboard.text}
        </p>
      )}
      {keyboard.attempt !== null && <p className="small muted">In your bot's answer to this update</p>}
      {keyboard.rows.map((row, at) => (
        <div key={at} className="keyboard-row">
          {row.map(({ text, data, instead }, column) => (
            <Button
              key={column}
              data-testid="inline-button"
              disabled={busy || instead !== null}
              title={instead ? `It ${instead}, and the bot is sent nothing.` : `Press as ${who}: the bot is sent ${data ?? ""}`}
              onClick={() => onPress(at, column)}
            >
              {text || "(no words)"}
            </Button>
          ))}
        </div>
      ))}
    </div>
  );
}
