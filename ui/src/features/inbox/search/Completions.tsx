import { useEffect, useRef } from "react";
import type { Completion } from "../../../bindings/Completion";

interface Props {
  offers: Completion[];
  active: number;
  onTake: (offer: Completion) => void;
}

/** What may be written at the caret. The field keeps the focus. */
export function Completions({ offers, active, onTake }: Props) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <ul ref={list} id="completions" className="completions" role="listbox" aria-label="What may come next">
      {offers.map((offer, index) => (
        <li
          key={`${offer.from} ${offer.insert}`}
          id={`completion-${index}`}
          className="completion"
          role="option"
          data-testid="completion"
          aria-selected={index === active}
          // Pressing must not take the focus from the field.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onTake(offer)}
        >
          <bdi className="mono">{offer.insert}</bdi>
          <bdi className="muted cut">{offer.detail}</bdi>
        </li>
      ))}
    </ul>
  );
}
