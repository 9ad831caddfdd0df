import { useEffect, useRef } from "react";
import type { ScenarioPlay } from "../../bindings/ScenarioPlay";
import type { Action } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { useFocusBack } from "../../components/useFocusBack";
import { StepItem } from "./StepItem";
import { markOf, playWords } from "./words";

/** A run: how far it is or how it ended, and its steps. */
export function PlayCard({ play, cancel }: { play: ScenarioPlay; cancel: Action }) {
  const { state, run } = play;
  const isRunning = state === "running";
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    // What one waited for is seen without scrolling: the run, or where it failed.
    const failed = box.current?.querySelector("[data-mark=failed]");
    (failed ?? box.current)?.scrollIntoView({ block: "nearest" });
  }, [state]);
  const tone = isRunning || state === "cancelled" ? "" : run.passed ? "tone-good" : "tone-bad";
  const steps = (
    <ol className="scenario-steps" aria-label="Steps">
      {run.steps.map((step, at) => (
        <StepItem key={at} step={step} mark={markOf(step, at, play)} />
      ))}
    </ol>
  );
  return (
    <section ref={box} className="play" aria-label="The run" data-testid="play" data-state={state}>
      <p role="status" className={`play-words break ${tone}`} data-testid="play-words">
        {playWords(play)}
      </p>
      {isRunning && <Progress play={play} cancel={cancel} />}
      {cancel.error && <ErrorNote error={cancel.error} />}
      {state === "ended" && run.passed ? (
        <details className="options">
          <summary data-testid="show-steps">Steps</summary>
          {steps}
        </details>
      ) : (
        steps
      )}
    </section>
  );
}

/** How far it is, and a way to end it. */
function Progress({ play: { done, run }, cancel }: { play: ScenarioPlay; cancel: Action }) {
  useFocusBack();
  return (
    <div className="row">
      <progress className="job-progress" aria-label="How far it is" max={run.steps.length || 1} value={done} />
      <Button data-testid="cancel-run" busy={cancel.busy} onClick={() => void cancel.run()}>
        Cancel
      </Button>
    </div>
  );
}
