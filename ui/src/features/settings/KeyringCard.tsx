import { useOverview, useStore } from "../../app/store";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { Waiting } from "../../components/Waiting";

const KEYRING_WORDS = {
  keyring: "Tokens are kept in this computer's keyring.",
  this_run_only: "Tokens are kept for this run only, and are gone when Hookbay quits.",
  unavailable: "The keyring cannot be used now.",
} as const;

export function KeyringCard() {
  const store = useStore();
  const { vault } = useOverview();
  const retry = useAction(async () => {
    const after = await store.act("retry_vault", {});
    // In a run that keeps tokens in memory the state stays what it was, so only the answer says why.
    if (after.type === "unavailable") throw after.error;
  });
  const problem = vault.type === "keyring" ? null : (retry.error ?? (vault.type === "unavailable" ? vault.error : null));
  return (
    <section className="card" aria-labelledby="settings-keyring">
      <h2 id="settings-keyring">Keyring</h2>
      <p data-testid="keyring-state">{KEYRING_WORDS[vault.type]}</p>
      {problem && <ErrorNote error={problem} />}
      {vault.type !== "keyring" && (
        <div className="row">
          <Button busy={retry.busy} onClick={() => void retry.run()}>
            Try the keyring again
          </Button>
        </div>
      )}
      <Waiting action={retry} on="the keyring" />
    </section>
  );
}
