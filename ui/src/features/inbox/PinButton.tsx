import { useState } from "react";
import { useKeys } from "../../app/keys";
import { useStore } from "../../app/store";
import type { UpdateRow } from "../../bindings/UpdateRow";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { Kbd } from "../../components/Kbd";

/** Keeps an update whatever the limits say, or lets it go again. Mounted anew for every update. */
export function PinButton({ row, onPinned }: { row: UpdateRow; onPinned: () => void }) {
  const store = useStore();
  const [pinned, setPinned] = useState(row.pinned);
  const pin = useAction(async () => {
    const detail = await store.act("pin_update", { seq: row.seq, pinned: !pinned });
    setPinned(detail.row.pinned);
    onPinned();
  });
  useKeys({ p: () => void (pin.busy || pin.run()) });
  const why = pin.error ? `${pin.error.message} ${pin.error.remedy}` : pinned ? "It is kept whatever the limits say." : "Keeps it whatever the limits say.";
  return (
    <Button data-testid="pin" aria-pressed={pinned} title={why} onClick={() => void (pin.busy || pin.run())}>
      {pin.error ? "Not changed" : pinned ? "Pinned" : "Pin"} <Kbd>P</Kbd>
    </Button>
  );
}
