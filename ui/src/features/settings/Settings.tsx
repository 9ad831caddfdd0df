import { useOverview, useStore } from "../../app/store";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { CopyButton } from "../../components/CopyButton";
import { ErrorNote } from "../../components/ErrorNote";
import { count } from "../../components/time";
import { Waiting } from "../../components/Waiting";
import { TunnelPanel } from "../tunnel/TunnelPanel";

const KEYRING_WORDS = {
  keyring: "Tokens are kept in this computer's keyring.",
  this_run_only: "Tokens are kept for this run only, and are gone when Hookbay quits.",
  unavailable: "The keyring cannot be used now.",
} as const;

/** `onBack` where no list of bots stands beside it to go back by. */
export function Settings({ onBack }: { onBack?: (() => void) | undefined }) {
  const store = useStore();
  const { vault, data_dir, version, sandbox, refused_unknown } = useOverview();
  const retry = useAction(async () => {
    const after = await store.act("retry_vault", {});
    // In a run that keeps tokens in memory the state stays what it was, so only the answer says why.
    if (after.type === "unavailable") throw after.error;
  });
  const problem = vault.type === "keyring" ? null : (retry.error ?? (vault.type === "unavailable" ? vault.error : null));
  return (
    <div className="page settings">
      <div className="row">
        <h1 className="grow">Settings</h1>
        {onBack && (
          <Button look="quiet" data-testid="settings-back" onClick={onBack}>
            Back
          </Button>
        )}
      </div>
      <section className="card" aria-labelledby="settings-tunnel">
        <h2 id="settings-tunnel">Public URL</h2>
        <TunnelPanel />
      </section>
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
      <section className="card" aria-labelledby="settings-about">
        <h2 id="settings-about">This Hookbay</h2>
        <dl className="facts">
          <dt>Version</dt>
          <dd className="mono">{version}</dd>
          <dt>Data folder</dt>
          <dd>
            <span className="mono">{data_dir}</span> <CopyButton text={data_dir} what="the data folder" />
          </dd>
          {sandbox.running && sandbox.api_root && (
            <>
              <dt>Sandbox's Bot API</dt>
              <dd>
                <span className="mono">{sandbox.api_root}</span> <CopyButton text={sandbox.api_root} what="the sandbox's root" />
              </dd>
            </>
          )}
          {refused_unknown > 0 && (
            <>
              <dt>Receiver</dt>
              <dd>{refused_unknown === 1 ? "1 request for a bot that is not in this list was" : `${count(refused_unknown, "request")} for bots that are not in this list were`} refused</dd>
            </>
          )}
        </dl>
      </section>
    </div>
  );
}
