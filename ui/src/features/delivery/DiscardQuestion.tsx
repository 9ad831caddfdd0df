import { useKeys } from "../../app/keys";
import { useStore } from "../../app/store";
import type { HeldState } from "../../bindings/HeldState";
import type { HeldView } from "../../bindings/HeldView";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { useFocusBack } from "../../components/useFocusBack";
import { Waiting } from "../../components/Waiting";
import { byTarget } from "./useHeld";
import { heldCount } from "./words";

interface Props {
  botId: string;
  state: HeldState;
  /** Only these; null for all in this state. */
  rows: HeldView[] | null;
  total: number;
  onClose: () => void;
}

/** Asks before updates are given up, and says how many. */
export function DiscardQuestion({ botId, state, rows, total, onClose }: Props) {
  const store = useStore();
  useFocusBack();
  useKeys({ Escape: onClose }, "question");
  const discard = useAction(async (signal) => {
    if (!rows) await store.act("discard_held", { bot_id: botId, states: [state], seqs: null });
    for (const part of byTarget(rows ?? [])) await store.act("discard_held", { bot_id: botId, states: [state], ...part });
    signal.throwIfAborted();
    onClose();
  });
  const number = rows?.length ?? total;
  const what = heldCount(state, number);
  const them = number === 1 ? "it" : "them";
  return (
    <section className="note care" aria-label="Discard" data-testid="discard-question">
      <p className="note-title">Discard {what}?</p>
      <p>Your bot will not get {them} any more by itself. The inbox keeps {them}.</p>
      {discard.error && <ErrorNote error={discard.error} />}
      <div className="row">
        <Button look="danger" data-testid="discard-confirm" busy={discard.busy} onClick={() => void discard.run()}>
          Discard {what}
        </Button>
        <Button look="quiet" autoFocus onClick={onClose}>
          Keep {them}
        </Button>
      </div>
      <Waiting action={discard} on="them to be given up" />
    </section>
  );
}
