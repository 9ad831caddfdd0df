import type { DifferenceLine } from "../../bindings/DifferenceLine";
import type { DifferenceSide } from "../../bindings/DifferenceSide";

const SIDES: Record<DifferenceSide, { sign: string; word: string }> = {
  both: { sign: " ", word: "" },
  wanted: { sign: "-", word: "Expected: " },
  came: { sign: "+", word: "Came: " },
};

/** What was expected beside what came, line by line. */
export function Difference({ lines }: { lines: readonly DifferenceLine[] }) {
  if (lines.length === 0) return null;
  return (
    <figure className="difference" data-testid="difference">
      <figcaption className="small muted">
        <span className="mono">-</span> was expected, <span className="mono">+</span> came
      </figcaption>
      <ol className="mono" dir="auto">
        {lines.map(({ side, text }, at) => (
          <li key={at} data-side={side} data-testid={`difference-${side}`}>
            <span className="difference-sign" aria-hidden="true">
              {SIDES[side].sign}
            </span>
            <span className="offscreen">{SIDES[side].word}</span>
            {text}
          </li>
        ))}
      </ol>
    </figure>
  );
}
