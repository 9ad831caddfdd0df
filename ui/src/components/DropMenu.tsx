import { useEffect, useRef, useState } from "react";
import { useKeys } from "../app/keys";
import { Button } from "./Button";
import { useFocusBack } from "./useFocusBack";

export interface DropItem {
  id: string;
  label: string;
  onTake: () => void;
}

interface Props {
  label: string;
  /** What its menu is about, for who hears it. */
  name: string;
  items: DropItem[];
  "data-testid": string;
}

/** A button with a few more things to do behind it. */
export function DropMenu({ label, name, items, ...rest }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <div className="views">
      <Button look="quiet" data-testid={rest["data-testid"]} aria-label={name} title={name} aria-haspopup="menu" aria-expanded={open} onClick={() => setOpen(!open)}>
        {label}
      </Button>
      {open && <Items name={name} items={items} onClose={() => setOpen(false)} />}
    </div>
  );
}

function Items({ name, items, onClose }: { name: string; items: DropItem[]; onClose: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  useFocusBack();
  const step = (by: number) => {
    const all = [...(box.current?.querySelectorAll("button") ?? [])];
    all[(all.indexOf(document.activeElement as HTMLButtonElement) + by + all.length) % all.length]?.focus();
  };
  useKeys({ Escape: onClose, ArrowDown: () => step(1), ArrowUp: () => step(-1), Tab: onClose }, "floating");
  useEffect(() => {
    box.current?.querySelector("button")?.focus();
    const away = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.parentElement?.contains(event.target)) onClose();
    };
    document.addEventListener("pointerdown", away);
    return () => document.removeEventListener("pointerdown", away);
    // Once, as it opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return (
    <div ref={box} className="popover menu drop few" role="menu" aria-label={name}>
      {items.map(({ id, label, onTake }) => (
        <button
          key={id}
          type="button"
          role="menuitem"
          className="menu-item"
          data-testid={id}
          onClick={() => {
            onClose();
            onTake();
          }}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
