import type { BotView } from "../bindings/BotView";
import { Button } from "../components/Button";

/** In a narrow window the bots are a menu behind this bar. */
export function BotMenu({ bot, open, onToggle }: { bot: BotView | undefined; open: boolean; onToggle: () => void }) {
  return (
    <div className="bot-menu">
      <Button aria-expanded={open} onClick={onToggle}>
        {open ? "Close" : "Bots"}
      </Button>
      <span className="cut">{bot?.name ?? "Hookbay"}</span>
      {bot?.environment.type === "sandbox" && <span className="mark">sandbox</span>}
    </div>
  );
}
