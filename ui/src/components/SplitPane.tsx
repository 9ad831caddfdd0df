import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { recall, remember } from "../app/memory";

interface Props {
  name: string;
  first: ReactNode;
  second: ReactNode;
  /** In a narrow window the second part covers the first. */
  secondOpen: boolean;
  /** There is only the first part; it keeps what is typed in it when the second comes. */
  alone?: boolean;
}

const MIN = 25;
const MAX = 75;
const clamp = (percent: number) => Math.min(MAX, Math.max(MIN, percent));

/** Two parts side by side with a divider that remembers where it was put. */
export function SplitPane({ name, first, second, secondOpen, alone = false }: Props) {
  const [percent, setPercent] = useState(() => clamp(recall(`split.${name}`, 49.5)));
  const box = useRef<HTMLDivElement>(null);

  const put = (next: number) => {
    setPercent(clamp(next));
    remember(`split.${name}`, clamp(next));
  };
  const drag = (event: PointerEvent) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !box.current) return;
    const { left, width } = box.current.getBoundingClientRect();
    put(((event.clientX - left) / width) * 100);
  };
  const press = (event: KeyboardEvent) => {
    const step = event.key === "ArrowLeft" ? -2 : event.key === "ArrowRight" ? 2 : 0;
    if (step === 0) return;
    event.preventDefault();
    put(percent + step);
  };

  return (
    <div ref={box} className="split" data-second={secondOpen && !alone} style={{ gridTemplateColumns: alone ? "minmax(0, 1fr)" : `${percent}% 1px minmax(0, 1fr)` }}>
      <div className="split-first">{first}</div>
      {!alone && (
        <>
          <div
            className="split-bar"
            role="separator"
            aria-orientation="vertical"
            aria-label="Width of the list"
            aria-valuenow={Math.round(percent)}
            aria-valuemin={MIN}
            aria-valuemax={MAX}
            tabIndex={0}
            onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={drag}
            onDoubleClick={() => put(49.5)}
            onKeyDown={press}
          />
          <div className="split-second">{second}</div>
        </>
      )}
    </div>
  );
}
