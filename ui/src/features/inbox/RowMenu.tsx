import { useEffect, useRef } from "react";
import { useKeys } from "../../app/keys";
import { useStore } from "../../app/store";
import type { UpdateRow } from "../../bindings/UpdateRow";
import { indented } from "../../components/json/parse";
import { useFocusBack } from "../../components/useFocusBack";
import type { Point } from "./list/Row";

export interface MenuAt extends Point {
  row: UpdateRow;
}

interface Props extends MenuAt {
  onFilter: (name: string, value: string | number) => void;
  onCompose: (body: string, from: string) => void;
  onClose: () => void;
}

/** What a row can be filtered by. */
export function filtersOf(row: UpdateRow): { label: string; name: string; value: string | number }[] {
  const all: { label: string; name: string; value: string | number | null }[] = [
    { label: "Only this chat", name: "chat", value: row.chat_id },
    { label: "Only this user", name: "user", value: row.user_id },
    { label: `Only ${row.kind}`, name: "kind", value: row.kind },
  ];
  return all.flatMap(({ value, ...rest }) => (value === null ? [] : [{ ...rest, value }]));
}

/** At the pointer, or under the row: only this chat, this user, this kind; and one of its own made from it. */
export function RowMenu({ row, x, y, onFilter, onCompose, onClose }: Props) {
  const store = useStore();
  const box = useRef<HTMLDivElement>(null);
  useFocusBack();
  const step = (by: number) => {
    const items = [...(box.current?.querySelectorAll("button") ?? [])];
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    items[(at + by + items.length) % items.length]?.focus();
  };
  useKeys({ Escape: onClose, ArrowDown: () => step(1), ArrowUp: () => step(-1), Tab: onClose }, "floating");
  useEffect(() => {
    box.current?.querySelector("button")?.focus();
    const away = (event: Event) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) onClose();
    };
    document.addEventListener("pointerdown", away);
    document.addEventListener("scroll", away, true);
    return () => {
      document.removeEventListener("pointerdown", away);
      document.removeEventListener("scroll", away, true);
    };
  }, [onClose]);
  return (
    <div ref={box} className="popover menu" role="menu" aria-label="The update" data-testid="row-menu" onContextMenu={(event) => event.preventDefault()} style={{ left: Math.min(x, innerWidth - 240), top: Math.min(y, innerHeight - 150) }}>
      {filtersOf(row).map(({ label, name, value }) => (
        <button
          key={name}
          type="button"
          role="menuitem"
          className="menu-item"
          onClick={() => {
            onFilter(name, value);
            onClose();
          }}
        >
          {label} <span className="mono small muted">{`${name}:${value}`}</span>
        </button>
      ))}
      <button
        type="button"
        role="menuitem"
        className="menu-item"
        data-testid="row-compose"
        onClick={() => {
          onClose();
          // Where it is gone, the detail says so when it is opened.
          store.read("get_update", { seq: row.seq }).then(({ body }) => onCompose(indented(body), `From update ${row.update_id}.`), () => {});
        }}
      >
        Edit a copy, or save as fixture
      </button>
    </div>
  );
}
