import { useOverview, useStore } from "../../app/store";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { CopyButton } from "../../components/CopyButton";
import { Dot } from "../../components/Dot";
import { ErrorNote } from "../../components/ErrorNote";
import { TimeAgo, useNow } from "../../components/TimeAgo";
import { TunnelForm } from "./TunnelForm";
import { tunnelWords } from "./words";

/** The tunnel in full: what is true, what can be done, and the settings. */
export function TunnelPanel() {
  const { tunnel } = useOverview();
  const store = useStore();
  const retry = useAction(() => store.act("retry_tunnel", {}));
  const stop = useAction(() => store.act("stop_tunnel", {}));
  const words = tunnelWords(tunnel, useNow());
  const { state } = tunnel;
  const runs = state.type === "online" || state.type === "connecting" || state.type === "reconnecting";
  const failure = retry.error ?? stop.error;
  return (
    <div className="stack">
      {tunnel.kind !== "none" && (
        <div className="row wrap">
          <Dot tone={words.tone} />
          <span>
            {words.name} {words.state}
            {state.type === "online" && (
              <span className="muted">
                {" "}
                since <TimeAgo at={state.since} />
              </span>
            )}
          </span>
          {state.type === "online" && (
            <>
              <span className="mono">{state.public_url}</span>
              <CopyButton text={state.public_url} what="the public URL" />
            </>
          )}
          {(state.type === "failed" || state.type === "reconnecting" || state.type === "off") && (
            <Button busy={retry.busy} onClick={() => void retry.run()}>
              {state.type === "off" ? "Connect" : "Try now"}
            </Button>
          )}
          {runs && (
            <Button busy={stop.busy} data-testid="stop-tunnel" onClick={() => void stop.run()}>
              Stop
            </Button>
          )}
        </div>
      )}
      {(state.type === "failed" || state.type === "reconnecting") && <ErrorNote error={state.error} />}
      {failure && <ErrorNote error={failure} />}
      <TunnelForm />
    </div>
  );
}
