import { useEffect, useImperativeHandle, useLayoutEffect, useRef, type MouseEvent, type ReactNode, type Ref } from "react";
import type { UpdateRow } from "../../bindings/UpdateRow";
import { useEvent } from "../../components/useEvent";
import { ROW } from "./list/stretch";
import { PendingRow, Row, type Point } from "./list/Row";
import type { Flow, Source, SourceState } from "./list/source";
import { OVERSCAN, useStretch } from "./list/useStretch";

/** Within this time after the key for a menu, what asks for one is the key. */
const KEY_MS = 500;

/** What keys do to the list. */
export interface ListHandle {
  focus: () => void;
  show: (index: number) => void;
  toTop: () => void;
  view: () => { first: number; rows: number };
}

interface Props {
  ref: Ref<ListHandle>;
  source: Source;
  state: SourceState;
  flow: Flow;
  onFlow: (flow: Flow) => void;
  selected: number | null;
  /** Those that something is to be done with at once. */
  marked: { has: (seq: number) => boolean };
  onOpen: (row: UpdateRow, event: MouseEvent) => void;
  onMenu: (row: UpdateRow, at: Point) => void;
  onMarkAll: () => void;
  label: string;
  /** Below the rows. */
  children: ReactNode;
}

export function UpdateList({ ref, source, state, flow, onFlow, selected, marked, onOpen, onMenu, onMarkAll, label, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const pointerOn = useRef(false);
  const { count } = state;

  // The list holds still while the reader is away from its top, or has a row under the pointer.
  const hold = (offset: number) => source.hold(pointerOn.current || offset > ROW / 2);
  const place = useStretch(box, count, source.offset, (offset) => {
    source.offset = offset;
    if (flow === "following" && offset > ROW / 2) onFlow("free");
    hold(offset);
  });
  const { items } = place;
  // A row that comes into view is drawn in the place of one that has left it; drawn anew, it would cost far more.
  const places = useRef(1);
  if (places.current < items.length) places.current = items.length + OVERSCAN + 2;
  const placeOf = (index: number) => {
    const place = source.rankAt(index) % places.current;
    return place < 0 ? place + places.current : place;
  };

  useImperativeHandle(ref, () => ({ focus: () => box.current?.focus({ preventScroll: true }), show: place.show, toTop: () => place.to(0), view: place.view }));

  useEffect(() => {
    place.to(source.offset);
    return () => source.hold(source.offset > ROW / 2);
    // Once for each source: afterwards the reader scrolls.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [source]);

  // Rows above what is read came or went: the same rows stay.
  const stood = useRef({ source, moved: state.moved });
  useLayoutEffect(() => {
    const by = stood.current.source === source ? state.moved - stood.current.moved : 0;
    stood.current = { source, moved: state.moved };
    if (by !== 0) place.to(place.offset() + by * ROW);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [source, state.moved]);

  useEffect(() => {
    if (flow === "following") place.to(0);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [flow]);

  const [first, last] = [items[0]?.index, items.at(-1)?.index];
  useEffect(() => {
    if (first !== undefined && last !== undefined) source.look(first, last);
  }, [first, last, source, count]);

  const opened = useEvent(onOpen);
  const asked = useEvent(onMenu);

  const pointed = (on: boolean) => {
    if (on === pointerOn.current) return;
    pointerOn.current = on;
    hold(place.offset());
  };
  const menuOfSelected = () => {
    const row = selected === null ? undefined : source.rowAt(source.indexOf(selected));
    const drawn = row && document.getElementById(`update-${row.seq}`);
    if (!row || !box.current) return;
    const { left, bottom } = (drawn ?? box.current).getBoundingClientRect();
    onMenu(row, { x: left + 24, y: bottom });
  };
  // The key says which row it means, and the window a point in the middle of the list.
  const keyAt = useRef(-Infinity);
  const selectedHere = selected !== null && items.some(({ index }) => source.rowAt(index)?.seq === selected);
  return (
    <div
      ref={box}
      className="list"
      tabIndex={0}
      role="grid"
      aria-label={label}
      aria-rowcount={state.more ? -1 : count}
      aria-multiselectable="true"
      aria-busy={!state.ready}
      aria-activedescendant={selectedHere ? `update-${selected}` : undefined}
      onPointerMove={(event) => pointed(event.target instanceof Element && event.target.closest(".update-row") !== null)}
      onPointerLeave={() => pointed(false)}
      onContextMenuCapture={(event) => {
        if (event.timeStamp - keyAt.current > KEY_MS) return;
        event.preventDefault();
        event.stopPropagation();
      }}
      onKeyDown={(event) => {
        if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
          event.preventDefault();
          keyAt.current = event.timeStamp;
          menuOfSelected();
          return;
        }
        if (event.key !== "a" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        onMarkAll();
      }}
    >
      <div className="list-inner" role="presentation" style={{ height: place.height }}>
        {items.map(({ index, top }) => {
          const row = source.rowAt(index);
          return row ? <Row key={placeOf(index)} row={row} top={top} index={index} selected={row.seq === selected} isMarked={marked.has(row.seq)} onOpen={opened} onMenu={asked} /> : <PendingRow key={placeOf(index)} top={top} />;
        })}
      </div>
      {children}
    </div>
  );
}
