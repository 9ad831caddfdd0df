import { useEffect, useRef, useState } from "react";
import { useKeys } from "../../../app/keys";
import { useStore } from "../../../app/store";
import type { Mishap } from "../../../bindings/Mishap";
import { useAction } from "../../../components/action";
import { Button } from "../../../components/Button";
import { ErrorNote } from "../../../components/ErrorNote";
import { useFocusBack } from "../../../components/useFocusBack";
import { CHOICES, mishapWords } from "./mishaps";

interface Props {
  botId: string;
  /** What was ordered, in words. */
  onOrdered: (words: string) => void;
}

/** Something is to go wrong: what, and when. */
export function MishapMenu({ botId, onOrdered }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <div className="mishap">
      <Button look="quiet" data-testid="mishap" aria-expanded={open} title="Let something go wrong, to see what the bot does" onClick={() => setOpen(!open)}>
        Mishap
      </Button>
      {open && (
        <Menu
          botId={botId}
          onClose={() => setOpen(false)}
          onOrdered={(words) => {
            setOpen(false);
            onOrdered(words);
          }}
        />
      )}
    </div>
  );
}

function Menu({ botId, onOrdered, onClose }: Props & { onClose: () => void }) {
  const store = useStore();
  const box = useRef<HTMLDivElement>(null);
  const [numbers, setNumbers] = useState<Partial<Record<Mishap["type"], number>>>({});
  useFocusBack();
  useKeys({ Escape: onClose }, "floating");
  useEffect(() => {
    box.current?.querySelector<HTMLElement>("[data-order]")?.focus();
    const away = (event: Event) => {
      if (event.target instanceof Element && !event.target.closest(".mishap")) onClose();
    };
    document.addEventListener("pointerdown", away);
    return () => document.removeEventListener("pointerdown", away);
    // Once, when it opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const wanted = useRef<Mishap>({ type: "clear" });
  const order = useAction(async () => {
    const trouble = wanted.current;
    await store.read("sandbox_trouble", { bot_id: botId, trouble });
    onOrdered(mishapWords(trouble));
  });
  const run = (trouble: Mishap) => {
    wanted.current = trouble;
    void order.run();
  };
  return (
    <div ref={box} className="popover mishaps" role="dialog" aria-label="Let something go wrong" data-testid="mishaps">
      <ul>
        {CHOICES.map(({ id, number, make }) => {
          const value = numbers[id] ?? number?.value ?? 0;
          return (
            <li key={id} className="mishap-line">
              <span className="grow">{mishapWords(make(value))}</span>
              {number && <input className="input number" type="number" min={1} max={number.most} aria-label={number.label} title={number.label} value={value} onChange={(event) => setNumbers({ ...numbers, [id]: Math.min(number.most, Math.max(1, Math.round(Number(event.target.value)) || 1)) })} />}
              <Button data-order data-testid={`order-${id}`} aria-label={`Order: ${mishapWords(make(value))}`} disabled={order.busy} onClick={() => run(make(value))}>
                Order
              </Button>
            </li>
          );
        })}
      </ul>
      {order.error && <ErrorNote error={order.error} />}
      <div className="row wrap mishap-line">
        <span className="small muted grow">What was ordered waits for its call or update.</span>
        <Button look="quiet" data-testid="order-clear" disabled={order.busy} onClick={() => run({ type: "clear" })}>
          Take all back
        </Button>
      </div>
    </div>
  );
}
