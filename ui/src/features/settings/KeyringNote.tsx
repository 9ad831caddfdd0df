import { useOverview, useStore } from "../../app/store";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";

/** Shown while the keyring cannot be used: why, what to do, and the way without it. */
export function KeyringNote() {
  const store = useStore();
  const { vault } = useOverview();
  const retry = useAction(() => store.act("retry_vault", {}));
  const keep = useAction(() => store.act("keep_for_this_run", {}));
  if (vault.type !== "unavailable") return null;
  const problem = keep.error ?? retry.error ?? vault.error;
  return (
    <div className="keyring-note" data-testid="keyring-note">
      <ErrorNote error={problem}>
        <Button busy={retry.busy} data-testid="retry-keyring" onClick={() => void retry.run()}>
          Try again
        </Button>
        <Button busy={keep.busy} data-testid="keep-for-run" title="Tokens stay in memory and are gone when Hookbay quits" onClick={() => void keep.run()}>
          Keep for this run only
        </Button>
      </ErrorNote>
    </div>
  );
}
