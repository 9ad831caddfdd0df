export type Tone = "good" | "care" | "bad" | "idle";

/** A state's colour. A word beside it always says the same. */
export function Dot({ tone }: { tone: Tone }) {
  return <span className={`dot ${tone}`} aria-hidden="true" />;
}
