import { useState } from "react";
import { useStore } from "../../app/store";
import type { DeliveryView } from "../../bindings/DeliveryView";
import type { Fault } from "../../bindings/Fault";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { Choice, Field } from "../../components/Field";
import { Waiting } from "../../components/Waiting";
import { faultChoices, faultWords } from "./words";

/** Has deliveries go wrong, to see what the bot and Telegram make of it. */
export function FaultCard({ view }: { view: DeliveryView }) {
  const store = useStore();
  const [type, setType] = useState<Fault["type"]>("delay");
  const [seconds, setSeconds] = useState("2");
  const [times, setTimes] = useState("1");
  const start = useAction(() =>
    store.act("inject_fault", {
      bot_id: view.bot_id,
      fault: type === "delay" ? { type, ms: Math.round(Number(seconds) * 1000) } : { type },
      times: times === "" ? null : Number(times),
    }),
  );
  const choices = faultChoices(view.mode);
  const stop = useAction(() => store.act("inject_fault", { bot_id: view.bot_id, fault: null, times: null }));
  return (
    <section className="card" aria-label="Faults on purpose">
      <details className="options" data-testid="fault">
        <summary>Have deliveries go wrong</summary>
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            void start.run();
          }}
        >
          <Choice legend="What happens to them" value={type} onChange={setType} options={(Object.keys(choices) as Fault["type"][]).map((value) => ({ value, ...choices[value] }))} />
          <div className="row end">
            {type === "delay" && <Field label="Seconds" className="mono" type="number" required min={0.1} max={120} step="any" data-testid="fault-seconds" value={seconds} onChange={(event) => setSeconds(event.target.value)} />}
            <Field label="How many" className="mono" type="number" min={1} placeholder="all" data-testid="fault-times" value={times} onChange={(event) => setTimes(event.target.value)} />
            <Button type="submit" data-testid="fault-start" busy={start.busy} disabled={view.mode === "record"}>
              Start
            </Button>
          </div>
          <p className="hint">Left empty, all of them until you stop it. Nothing of it outlives Hookbay's end.</p>
        </form>
      </details>
      {view.fault && (
        <div className="row" data-testid="fault-on">
          <span className="grow tone-care">{faultWords(view.fault.fault, view.fault.left)}.</span>
          <Button data-testid="fault-stop" busy={stop.busy} onClick={() => void stop.run()}>
            Stop
          </Button>
        </div>
      )}
      {start.error && <ErrorNote error={start.error} />}
      {stop.error && <ErrorNote error={stop.error} />}
      <Waiting action={start} on="it to begin" />
      <Waiting action={stop} on="it to end" />
    </section>
  );
}
