import { useRef } from "react";
import { useKeys } from "../../app/keys";
import { useStore } from "../../app/store";
import type { UpdateDetail } from "../../bindings/UpdateDetail";
import type { UpdateRow } from "../../bindings/UpdateRow";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { Kbd } from "../../components/Kbd";

interface Props {
  /** The one that is shown. */
  row: UpdateRow;
  /** The one that is selected: by keys one is ahead of what is shown. */
  selected: () => number | null;
  onPinned: (detail: UpdateDetail) => void;
}

/** Keeps an update whatever the limits say, or lets it go again. */
export function PinButton({ row, selected, onPinned }: Props) {
  const store = useStore();
  const meant = useRef(row.seq);
  const pin = useAction(async () => {
    const seq = meant.current;
    const { pinned } = seq === row.seq ? row : (await store.read("get_update", { seq })).row;
    onPinned(await store.act("pin_update", { seq, pinned: !pinned }));
  });
  const toggle = (seq: number) => {
    if (pin.busy && meant.current === seq) return;
    meant.current = seq;
    void pin.run();
  };
  useKeys({ p: () => toggle(selected() ?? row.seq) });
  const error = meant.current === row.seq ? pin.error : null;
  const why = error ? `${error.message} ${error.remedy}` : row.pinned ? "It is kept whatever the limits say." : "Keeps it whatever the limits say.";
  return (
    <Button data-testid="pin" aria-pressed={row.pinned} title={why} onClick={() => toggle(row.seq)}>
      {error ? "Not changed" : row.pinned ? "Pinned" : "Pin"} <Kbd>P</Kbd>
    </Button>
  );
}
