import { useEffect, useRef, useState } from "react";
import { useStore } from "../../app/store";
import { useRead } from "../../app/useRead";
import type { BotId } from "../../bindings/BotId";
import type { Retention } from "../../bindings/Retention";
import type { RetentionView } from "../../bindings/RetentionView";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { Field } from "../../components/Field";
import { TimeAgo } from "../../components/TimeAgo";
import { Waiting } from "../../components/Waiting";
import { keepDraftOf, removedWords, retentionOf, storedWords, type KeepDraft } from "./keep";

/** What is stored of a bot's updates, and how much of it is kept. */
export function KeepCard({ botId, isAsked = false }: { botId: BotId; isAsked?: boolean }) {
  const { value, error, reload } = useRead({
    op: "retention",
    input: () => ({ bot_id: botId }),
    key: botId,
    stale: (change) => change.type === "updates" && change.bot_id === botId,
  });
  const card = useRef<HTMLElement>(null);
  // Somebody was sent here: to the first limit, once there is one to change.
  const isReady = isAsked && value !== null;
  useEffect(() => {
    if (!isReady) return;
    card.current?.scrollIntoView({ block: "nearest" });
    card.current?.querySelector("input")?.focus();
  }, [isReady]);
  return (
    <section ref={card} className="card" aria-labelledby="keep" data-testid="keep">
      <h2 id="keep">What is kept</h2>
      {error && <ErrorNote error={error} />}
      {value && <KeepForm view={value} onSaved={reload} />}
    </section>
  );
}

function KeepForm({ view, onSaved }: { view: RetentionView; onSaved: () => Promise<void> }) {
  const store = useStore();
  const [changed, setChanged] = useState<KeepDraft | null>(null);
  const kept = keepDraftOf(view.limits);
  const draft = changed ?? kept;
  const isChanged = JSON.stringify(draft) !== JSON.stringify(kept);
  const save = useAction(async (signal) => {
    await set(retentionOf(draft), signal);
  });
  const usual = useAction((signal) => set(null, signal));
  const set = async (limits: Retention | null, signal: AbortSignal) => {
    await store.act("set_retention", { bot_id: view.bot_id, limits });
    await onSaved();
    signal.throwIfAborted();
    setChanged(null);
  };
  const put = (part: Partial<KeepDraft>) => {
    save.dismiss();
    setChanged({ ...draft, ...part });
  };
  const removed = isChanged ? removedWords(view, retentionOf(draft)) : null;
  return (
    <form
      className="form keep-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged) void save.run();
      }}
    >
      <p className="muted" data-testid="stored-now">
        {storedWords(view)}
        {view.oldest_at && (
          <>
            {" "}
            The oldest came <TimeAgo at={view.oldest_at} />.
          </>
        )}
      </p>
      <div className="keep-fields">
        <Field label="Updates" className="mono" type="number" min={1} placeholder="all" data-testid="keep-updates" value={draft.updates} onChange={(event) => put({ updates: event.target.value })} />
        <Field label="Days" className="mono" type="number" min={1} placeholder="all" data-testid="keep-days" value={draft.days} onChange={(event) => put({ days: event.target.value })} />
        <Field label="GiB" className="mono" type="number" min={0.001} step="any" placeholder="all" data-testid="keep-gib" value={draft.gib} onChange={(event) => put({ gib: event.target.value })} />
      </div>
      <p className="hint">The oldest go first; what is pinned stays. The size counts deliveries too, which go before updates do while they take more than a quarter of it. Left empty, there is no such limit.</p>
      {removed && (
        <p className="note care" role="status" data-testid="keep-removed">
          {removed}
        </p>
      )}
      <div className="row wrap">
        <Button type="submit" look={removed ? "danger" : "plain"} data-testid="keep-save" busy={save.busy} disabled={!isChanged}>
          {removed ? "Keep only that" : "Keep that much"}
        </Button>
        {isChanged && (
          <Button look="quiet" onClick={() => setChanged(null)}>
            Discard
          </Button>
        )}
        {!isChanged && !view.is_default && (
          <Button look="quiet" data-testid="keep-usual" busy={usual.busy} onClick={() => void usual.run()}>
            Back to the usual limits
          </Button>
        )}
      </div>
      {save.error && <ErrorNote error={save.error} />}
      {usual.error && <ErrorNote error={usual.error} />}
      <Waiting action={save} on="the limits to be saved" />
    </form>
  );
}
