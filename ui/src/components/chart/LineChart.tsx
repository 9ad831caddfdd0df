import { useState, type KeyboardEvent, type PointerEvent } from "react";
import { nearest, niceMax, place, runsOf, type Point } from "./scale";

interface Props {
  /** What it shows, for those who do not see it. */
  label: string;
  points: Point[];
  /** The time at the left and at the right edge, in ms. */
  from: number;
  to: number;
  /** A point in words, for the pointer and the keys. */
  words: (point: Point) => string;
  /** The words at the two ends of the time. */
  ends: [string, string];
}

/** Counts over time. The pointer or the arrow keys read out single points. */
export function LineChart({ label, points, from, to, words, ends }: Props) {
  const [at, setAt] = useState<number | null>(null);
  const last = points.length - 1;
  const max = niceMax(Math.max(0, ...points.map((point) => point.value)));
  const shown = at === null ? null : (points[Math.min(at, last)] ?? null);
  const mark = shown && place(shown, from, to, max);

  const point = (event: PointerEvent) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    if (width > 0) setAt(nearest(points, ((event.clientX - left) / width) * 100, from, to));
  };
  const press = (event: KeyboardEvent) => {
    const now = Math.min(at ?? last, last);
    const next = { ArrowLeft: now - 1, ArrowDown: now - 1, ArrowRight: now + 1, ArrowUp: now + 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setAt(Math.min(last, Math.max(0, next)));
  };

  const current = points[Math.min(at ?? last, last)];
  return (
    <div className="chart">
      <span className="chart-max" aria-hidden="true">
        {max.toLocaleString("en")}
      </span>
      <div
        className="chart-plot"
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={Math.min(at ?? last, last)}
        aria-valuetext={current ? words(current) : ""}
        onPointerMove={point}
        onPointerLeave={() => setAt(null)}
        onKeyDown={press}
        onFocus={() => setAt((before) => before ?? last)}
        onBlur={() => setAt(null)}
      >
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          {runsOf(points).map((run) => {
            const places = run.map((each) => place(each, from, to, max));
            return <polyline key={run[0]?.at} points={places.map(({ x, y }) => `${x},${y}`).join(" ")} vectorEffect="non-scaling-stroke" />;
          })}
        </svg>
        {/* A point by itself has no line; drawn beside the picture, it stays round at every width. */}
        {runsOf(points)
          .filter((run) => run.length === 1)
          .map(([alone]) => alone && <Spot key={alone.at} {...place(alone, from, to, max)} />)}
        {mark && shown && (
          <>
            <span className="chart-line" style={{ left: `${mark.x}%` }} />
            <Spot {...mark} />
            <span className="chart-tip" data-testid="chart-tip" data-side={mark.x > 50 ? "left" : "right"} style={{ left: `${mark.x}%` }}>
              {words(shown)}
            </span>
          </>
        )}
      </div>
      <span className="chart-zero" aria-hidden="true">
        0
      </span>
      <span className="chart-ends" aria-hidden="true">
        <span>{ends[0]}</span>
        <span>{ends[1]}</span>
      </span>
    </div>
  );
}

function Spot({ x, y }: { x: number; y: number }) {
  return <span className="chart-spot" style={{ left: `${x}%`, top: `${y}%` }} />;
}
