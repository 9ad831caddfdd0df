import type { ScenarioStep } from "../../bindings/ScenarioStep";
import { took } from "../../components/time";
import { Difference } from "./Difference";
import { MARKS, type Mark } from "./words";

const TONES: Record<Mark, string> = { passed: "tone-good", failed: "tone-bad", running: "", to_come: "muted", not_run: "muted" };

/** A step of a run: what it says, how it went and how long it took; where it failed, why. */
export function StepItem({ step, mark }: { step: ScenarioStep; mark: Mark }) {
  const { sign, word } = MARKS[mark];
  const isOver = mark === "passed" || mark === "failed";
  return (
    <li className="scenario-step" data-mark={mark} data-testid="scenario-step" title={`Line ${step.line}`}>
      <span className={`scenario-sign ${TONES[mark]}`} aria-hidden="true">
        {mark === "running" ? <span className="spinner" /> : sign}
      </span>
      <div className="scenario-step-body">
        <p className="scenario-step-line">
          <span className="offscreen">{word}: </span>
          <span className={`grow break ${isOver || mark === "running" ? "" : "muted"}`} dir="auto">
            {step.says}
          </span>
          {isOver && <span className="mono small muted">{took(step.took_ms)}</span>}
        </p>
        {step.note && <p className="small tone-care">{step.note}</p>}
        {step.problem && (
          <>
            <p className="tone-bad" data-testid="step-problem">
              {step.problem.what}
            </p>
            <Difference lines={step.problem.difference} />
            {step.problem.hint && (
              <p className="small tone-care break" data-testid="step-hint">
                {step.problem.hint}
              </p>
            )}
          </>
        )}
      </div>
    </li>
  );
}
