import { useOverview, useStore } from "../../app/store";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { CopyButton } from "../../components/CopyButton";
import { Dot } from "../../components/Dot";
import { ErrorNote } from "../../components/ErrorNote";
import { TimeAgo, TimeUntil } from "../../components/TimeAgo";
import { Waiting } from "../../components/Waiting";
import { tunnelSentence } from "./words";

/** What is true of the tunnel, and what can be done about it. */
export function TunnelNow() {
  const { tunnel } = useOverview();
  const store = useStore();
  const retry = useAction(() => store.act("retry_tunnel", {}));
  const stop = useAction(() => store.act("stop_tunnel", {}));
  const { state } = tunnel;
  const { tone, text } = tunnelSentence(tunnel);
  const failure = retry.error ?? stop.error;
  const stopButton = (
    <Button busy={stop.busy} data-testid="stop-tunnel" onClick={() => void stop.run()}>
      Stop
    </Button>
  );
  return (
    <section className="card" aria-label="The tunnel now" data-testid="tunnel-now">
      <p className="tunnel-sentence">
        <Dot tone={tone} />
        <span>
          <span role="status">{text}</span>
          {state.type === "online" && (
            <span className="muted">
              {" "}
              Since <TimeAgo at={state.since} />.
            </span>
          )}
          {state.type === "reconnecting" && (
            <span className="muted">
              {" "}
              Next try <TimeUntil at={state.next_try_at} />.
            </span>
          )}
        </span>
      </p>
      {state.type === "online" && (
        <div className="row wrap">
          <span className="mono break">{state.public_url}</span>
          <CopyButton text={state.public_url} what="the public URL" />
          {stopButton}
        </div>
      )}
      {(state.type === "failed" || state.type === "reconnecting") && <ErrorNote error={state.error} />}
      {failure && <ErrorNote error={failure} />}
      {tunnel.kind !== "none" && state.type !== "online" && (
        <div className="row">
          {(state.type === "failed" || state.type === "reconnecting" || state.type === "off") && (
            <Button busy={retry.busy} onClick={() => void retry.run()}>
              {state.type === "off" ? "Connect" : "Try now"}
            </Button>
          )}
          {(state.type === "connecting" || state.type === "reconnecting") && stopButton}
        </div>
      )}
      <Waiting action={retry} on="the tunnel" />
      <Waiting action={stop} on="the tunnel to close" />
    </section>
  );
}
