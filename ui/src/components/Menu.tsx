import { useEffect, useRef } from "react";
import { useKeys } from "../app/keys";
import { useFocusBack } from "./useFocusBack";

export interface MenuItem {
  id: string;
  label: string;
  /** More of what it is about. */
  hint?: string;
  onTake: () => void;
}

interface Props {
  /** What it is about, for who hears it. */
  name: string;
  items: MenuItem[];
  className?: string;
  onClose: () => void;
}

/** A few things to do, under the button that opened them: by keys, and gone with a press elsewhere. */
export function Menu({ name, items, className = "", onClose }: Props) {
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
    <div ref={box} className={`popover menu drop ${className}`} role="menu" aria-label={name}>
      {items.map(({ id, label, hint, onTake }) => (
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
          {label} {hint !== undefined && <span className="mono small muted cut">{hint}</span>}
        </button>
      ))}
    </div>
  );
}
