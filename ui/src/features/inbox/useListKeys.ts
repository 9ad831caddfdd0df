import type { RefObject } from "react";
import { useKeys } from "../../app/keys";
import type { Cursor } from "./useCursor";
import type { Marks } from "./useMarks";
import type { ListHandle } from "./UpdateList";

interface Wanted {
  cursor: Cursor;
  marks: Marks;
  list: RefObject<ListHandle | null>;
  /** The selection moved. */
  onStep: () => void;
  onOpen: () => boolean;
  onReplay: (how: "as_is" | "edit") => boolean;
  onCompose: () => void;
  onBack: () => boolean;
  onSearch: () => void;
}

const isInDetail = ({ target }: KeyboardEvent) => target instanceof Element && target.closest(".detail") !== null;
const FAR = Number.MAX_SAFE_INTEGER / 4;

/** The list's keys. In the detail, those that scroll are the detail's own. */
export function useListKeys({ cursor, marks, list, onStep, onOpen, onReplay, onCompose, onBack, onSearch }: Wanted): void {
  const step = (event: KeyboardEvent, by: number) => {
    if (!cursor.step(by)) return false;
    // With the focus left on a button elsewhere, Enter would press that, and the list would be silent.
    if (!isInDetail(event)) list.current?.focus();
    onStep();
    return true;
  };
  const inList = (by: () => number) => (event: KeyboardEvent) => !isInDetail(event) && step(event, by());
  const page = () => Math.max(1, (list.current?.view().rows ?? 1) - 1);
  const extend = (by: number) => (event: KeyboardEvent) => {
    const from = cursor.row();
    const moved = cursor.step(by);
    if (!from || !moved) return false;
    if (!isInDetail(event)) list.current?.focus();
    onStep();
    void moved.then((to) => to && marks.add([from, to]));
    return true;
  };
  useKeys({
    j: (event) => step(event, 1),
    k: (event) => step(event, -1),
    J: extend(1),
    K: extend(-1),
    ArrowDown: inList(() => 1),
    ArrowUp: inList(() => -1),
    PageDown: inList(page),
    PageUp: inList(() => -page()),
    Home: inList(() => -FAR),
    End: inList(() => FAR),
    Enter: onOpen,
    x: () => {
      const row = cursor.row();
      return row ? marks.toggle(row) : false;
    },
    r: () => onReplay("as_is"),
    e: () => onReplay("edit"),
    i: onCompose,
    "/": onSearch,
    Escape: onBack,
  });
}
