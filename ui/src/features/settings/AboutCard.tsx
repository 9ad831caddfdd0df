import { useOverview } from "../../app/store";
import { CopyButton } from "../../components/CopyButton";
import { count } from "../../components/time";

/** This Hookbay: its version, where its data is, and what it turned away. */
export function AboutCard({ dotEnv }: { dotEnv: string | null }) {
  const { data_dir, version, sandbox, refused_unknown } = useOverview();
  return (
    <section className="card" aria-labelledby="settings-about">
      <h2 id="settings-about">This Hookbay</h2>
      <dl className="facts">
        <dt>Version</dt>
        <dd className="mono">{version}</dd>
        <dt>Data folder</dt>
        <dd>
          <span className="mono break">{data_dir}</span> <CopyButton text={data_dir} what="the data folder" />
        </dd>
        {dotEnv && (
          <>
            <dt>.env file</dt>
            <dd>
              <span className="mono break">{dotEnv}</span> <CopyButton text={dotEnv} what="the path of the .env file" />
            </dd>
          </>
        )}
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
  );
}
