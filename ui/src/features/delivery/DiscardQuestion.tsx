import { useKeys } from "../../app/keys";
import { useStore } from "../../app/store";
import type { HeldState } from "../../bindings/HeldState";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { useFocusBack } from "../../components/useFocusBack";
import { Waiting } from "../../components/Waiting";
import { heldCount } from "./words";

interface Props {
  botId: string;
  state: HeldState;
  /** Only these; null for all in this state. */
  seqs: number[] | null;
  total: number;
  onClose: () => void;
}

/** Asks before updates are given up, and says how many. */
export function DiscardQuestion({ botId, state, seqs, total, onClose }: Props) {
  const store = useStore();
  useFocusBack();
  useKeys({ Escape: onClose }, "question");
  const discard = useAction(async (signal) => {
    await store.act("discard_held", { bot_id: botId, states: [state], seqs });
    signal.throwIfAborted();
    onClose();
  });
  const what = heldCount(state, seqs?.length ?? total);
  return (
    <section className="note care" aria-label="Discard" data-testid="discard-question">
      <p className="note-title">Discard {what}?</p>
      <p>Your bot will not get {(seqs?.length ?? total) === 1 ? "it" : "them"} any more by itself. The inbox keeps {(seqs?.length ?? total) === 1 ? "it" : "them"}.</p>
      {discard.error && <ErrorNote error={discard.error} />}
      <div className="row">
        <Button look="danger" data-testid="discard-confirm" busy={discard.busy} onClick={() => void discard.run()}>
          Discard {what}
        </Button>
        <Button look="quiet" autoFocus onClick={onClose}>
          Keep {(seqs?.length ?? total) === 1 ? "it" : "them"}
        </Button>
      </div>
      <Waiting action={discard} on="them to be given up" />
    </section>
  );
}
