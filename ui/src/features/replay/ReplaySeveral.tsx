import { useState } from "react";
import { useKeys } from "../../app/keys";
import { useRead } from "../../app/useRead";
import type { BotId } from "../../bindings/BotId";
import type { JobId } from "../../bindings/JobId";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { Choice } from "../../components/Field";
import { count } from "../../components/time";
import { useFocusBack } from "../../components/useFocusBack";
import { useDelivery } from "../delivery/useDelivery";
import { JobCard } from "../exchange/JobCard";
import { BothAnswers } from "./BothAnswers";
import { SendLine } from "./SendLine";
import { useReplay } from "./useReplay";
import { aimOf, Whereto, type Aim } from "./Whereto";

const PACES = [
  { value: "at_once", label: "One right after the other", speed: null },
  { value: "as_it_was", label: "With the pauses that were between them", speed: 1 },
  { value: "faster", label: "Ten times faster than it was", speed: 10 },
] as const;
type Pace = (typeof PACES)[number]["value"];

interface Props {
  botId: BotId;
  /** In the order that they came in. */
  seqs: number[];
  onClose: () => void;
}

/** How far they are. Each answer appears under its update. */
function Several({ id, onPutAway }: { id: JobId; onPutAway: () => void }) {
  const { value, error } = useRead({ op: "job", input: () => ({ id }), key: String(id), stale: (change) => change.type === "jobs" });
  if (error) return <ErrorNote error={error} />;
  return value && <JobCard job={value} onPutAway={onPutAway} />;
}

/** A selection or a conversation sent once more, in its order. */
export function ReplaySeveral({ botId, seqs, onClose }: Props) {
  const targets = useDelivery().value?.targets ?? [];
  const [aim, setAim] = useState<Partial<Aim>>({});
  const [pace, setPace] = useState<Pace>("at_once");
  const to = { ...aimOf(targets), ...aim };
  const replay = useReplay(botId, { seqs, body: null, speed: PACES.find((each) => each.value === pace)?.speed ?? null }, to);
  useFocusBack();
  useKeys({ Escape: onClose }, "form");
  return (
    <section className="detail replay several" aria-label="Replay the marked updates" data-testid="replay-several">
      <h2>Replay {count(seqs.length, "update")}</h2>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void replay.send.run();
        }}
      >
        <Choice legend="Pace" value={pace} onChange={setPace} options={[...PACES]} />
        <Whereto
          targets={targets}
          aim={to}
          onChange={(part) => {
            replay.forget();
            setAim({ ...aim, ...part });
          }}
        />
        <SendLine replay={replay} disabled={false} takesFocus label={`Send ${count(seqs.length, "update")} once more`}>
          <Button look="quiet" onClick={onClose}>
            Close
          </Button>
        </SendLine>
      </form>
      {replay.done?.job != null && <Several key={String(replay.done.job)} id={replay.done.job} onPutAway={replay.putAway} />}
      {replay.done?.attempt && <BothAnswers key={replay.done.attempt.id} replay={replay.done.attempt} />}
    </section>
  );
}
