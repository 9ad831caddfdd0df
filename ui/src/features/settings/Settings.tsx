import { useOverview, useStore } from "../../app/store";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { CopyButton } from "../../components/CopyButton";
import { ErrorNote } from "../../components/ErrorNote";
import { TunnelPanel } from "../tunnel/TunnelPanel";

const KEYRING_WORDS = {
  keyring: "Tokens are kept in this computer's keyring.",
  this_run_only: "Tokens are kept for this run only, and are gone when Hookbay quits.",
  unavailable: "The keyring cannot be used now.",
} as const;

export function Settings() {
  const store = useStore();
  const { vault, data_dir, version, sandbox } = useOverview();
  const retry = useAction(() => store.act("retry_vault", {}));
  return (
    <div className="page settings">
      <h1>Settings</h1>
      <section className="card" aria-labelledby="settings-tunnel">
        <h2 id="settings-tunnel">Public URL</h2>
        <TunnelPanel />
      </section>
      <section className="card" aria-labelledby="settings-keyring">
        <h2 id="settings-keyring">Keyring</h2>
        <p data-testid="keyring-state">{KEYRING_WORDS[vault.type]}</p>
        {vault.type === "unavailable" && <ErrorNote error={vault.error} />}
        {retry.error && <ErrorNote error={retry.error} />}
        {vault.type !== "keyring" && (
          <div className="row">
            <Button busy={retry.busy} onClick={() => void retry.run()}>
              Try the keyring again
            </Button>
          </div>
        )}
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
        </dl>
      </section>
    </div>
  );
}
