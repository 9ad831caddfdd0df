import type { Action } from "./action";
import { Button } from "./Button";

/** After a second of waiting: what for, and a way out. */
export function Waiting({ action, on }: { action: Pick<Action, "slow" | "dismiss">; on: string }) {
  if (!action.slow) return null;
  return (
    <p className="waiting" role="status">
      <span>Waiting for {on}.</span>
      <Button look="quiet" onClick={action.dismiss}>
        Cancel
      </Button>
    </p>
  );
}
