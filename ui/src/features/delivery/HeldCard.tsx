import { useRef, useState } from "react";
import { useStore } from "../../app/store";
import type { DeliveryView } from "../../bindings/DeliveryView";
import type { HeldPage } from "../../bindings/HeldPage";
import type { TargetId } from "../../bindings/TargetId";
import type { TargetView } from "../../bindings/TargetView";
import type { Undelivered } from "../../bindings/Undelivered";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { TimeAgo } from "../../components/TimeAgo";
import { count } from "../../components/time";
import { Waiting } from "../../components/Waiting";
import { DiscardQuestion } from "./DiscardQuestion";
import { byTarget, useHeld } from "./useHeld";
import { HELD, heldWhat, place } from "./words";

const PAGE = 50;
const MORE = 200;
/** Updates that are delivered again at once by their numbers, at the most. */
const MOST = 500;
const STATES = Object.keys(HELD) as Undelivered[];

const NUMBERS = { waiting: "held", aside: "aside", expired: "expired", failed: null } as const satisfies Record<Undelivered, keyof TargetView | null>;

/** How many are listed, copies' among them; null where they are not counted. */
export function countOf(view: DeliveryView, state: Undelivered): number | null {
  const name = NUMBERS[state];
  return name && view.targets.reduce((sum, target) => sum + target[name], 0);
}

/** What did not get to the bot or its copies, by why, and what to do with it. */
export function HeldCard({ view }: { view: DeliveryView }) {
  const store = useStore();
  const [state, setState] = useState<Undelivered>(() => STATES.find((each) => (countOf(view, each) ?? 0) > 0) ?? "waiting");
  const [limit, setLimit] = useState(PAGE);
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set());
  const [discarding, setDiscarding] = useState(false);
  const { value, error } = useHeld(view.bot_id, state, limit);
  const [shown, hold] = useHeldStill(value, state);
  const rows = shown?.rows ?? [];
  const there = rows.filter((row) => picked.has(row.id));
  const again = useAction(async () => {
    for (const part of byTarget(there)) await store.act("deliver_again", { bot_id: view.bot_id, all: null, ...part });
    setPicked(new Set());
  });
  const allAgain = useAction(async () => {
    await store.act("deliver_again", { bot_id: view.bot_id, seqs: [], all: state });
    setPicked(new Set());
  });
  const choose = (next: Undelivered) => {
    setState(next);
    setLimit(PAGE);
    setPicked(new Set());
    setDiscarding(false);
    again.dismiss();
    allAgain.dismiss();
  };
  const pick = (id: number, on: boolean) => {
    const next = new Set(picked);
    if (on) next.add(id);
    else next.delete(id);
    setPicked(next);
  };
  const copies = new Map<TargetId | null, string>(view.targets.filter((target) => !target.answers).map((target) => [target.id, place(target.url)]));
  const total = countOf(view, state);
  const isNone = total === null ? value !== null && rows.length === 0 : total === 0;
  return (
    <section className="card held" aria-labelledby="held" data-testid="held">
      <div className="row wrap">
        <h2 id="held" className="grow">
          Not delivered
        </h2>
        <div className="ranges" role="group" aria-label="Which ones">
          {STATES.map((each) => (
            <button key={each} type="button" className="range" data-testid={`held-${each}`} aria-pressed={each === state} onClick={() => choose(each)}>
              {HELD[each].label} {countOf(view, each)?.toLocaleString("en")}
            </button>
          ))}
        </div>
      </div>
      <p className="muted">{isNone ? HELD[state].empty : heldWhat(state, view.mode)}</p>
      {error && <ErrorNote error={error} />}
      {rows.length > 0 && (
        <>
          <div className="row wrap">
            <label className="tick grow">
              <input type="checkbox" data-testid="pick-all" checked={there.length > 0 && there.length === rows.length} onChange={(event) => setPicked(new Set(event.target.checked ? rows.map((row) => row.id) : []))} />
              <span className="muted">{there.length > 0 ? `${count(there.length, "update")} selected` : `All ${rows.length.toLocaleString("en")} shown`}</span>
            </label>
            {there.length > 0 ? (
              <Button data-testid="deliver-again" busy={again.busy} disabled={there.length > MOST} title={there.length > MOST ? `Up to ${MOST} at a time, or all without a selection.` : undefined} onClick={() => void again.run()}>
                Deliver again
              </Button>
            ) : (
              <Button data-testid="deliver-all-again" busy={allAgain.busy} onClick={() => void allAgain.run()}>
                Deliver all{total !== null && ` ${total.toLocaleString("en")}`} again
              </Button>
            )}
            {state !== "failed" && (
              <Button look="danger" data-testid="discard-held" aria-expanded={discarding} onClick={() => setDiscarding(!discarding)}>
                {there.length > 0 ? "Discard" : "Discard all"}
              </Button>
            )}
          </div>
          {discarding && state !== "failed" && <DiscardQuestion key={state} botId={view.bot_id} state={state} rows={there.length > 0 ? there : null} total={total ?? rows.length} onClose={() => setDiscarding(false)} />}
          {again.error && <ErrorNote error={again.error} />}
          {allAgain.error && <ErrorNote error={allAgain.error} />}
          <Waiting action={again} on="them to be lined up again" />
          <Waiting action={allAgain} on="them to be lined up again" />
          <ul className="held-rows" onPointerEnter={() => hold(true)} onPointerLeave={() => hold(false)}>
            {rows.map(({ id, update, target, tries }) => (
              <li key={id}>
                <label className="held-row" data-testid="held-row">
                  <input type="checkbox" checked={picked.has(id)} onChange={(event) => pick(id, event.target.checked)} />
                  <span className="muted small">
                    <TimeAgo at={update.received_at} />
                  </span>
                  <span className="mono small muted cut">{update.kind}</span>
                  <span className="cut" dir="auto">
                    {update.who && <strong>{update.who}</strong>} {update.summary}
                    {copies.has(target) && <span className="muted small"> copy to {copies.get(target)}</span>}
                  </span>
                  <span className="muted small">{tries > 0 && count(tries, "try", "tries")}</span>
                </label>
              </li>
            ))}
          </ul>
          {shown?.more && (
            <div className="row">
              <Button data-testid="held-more" onClick={() => setLimit(limit + MORE)}>
                Show more
              </Button>
            </div>
          )}
        </>
      )}
    </section>
  );
}

/** While the pointer is on the rows, none moves; what changed meanwhile is shown when it leaves. */
function useHeldStill(value: HeldPage | null, state: Undelivered): [HeldPage | null, (held: boolean) => void] {
  const [held, setHeld] = useState(false);
  const last = useRef({ state, page: value });
  const isSame = last.current.state === state && last.current.page !== null;
  // Until the next answer is here, the last one of the same question stays.
  if (!held || !isSame) last.current = { state, page: value ?? (isSame ? last.current.page : null) };
  return [last.current.page, setHeld];
}
