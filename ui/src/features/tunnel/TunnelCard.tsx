import { useNavigation } from "../../app/route";
import { useOverview, useStore } from "../../app/store";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { CopyButton } from "../../components/CopyButton";
import { Dot } from "../../components/Dot";
import { ErrorNote } from "../../components/ErrorNote";
import { TimeAgo, useNow } from "../../components/TimeAgo";
import { took } from "../../components/time";
import { roundTrip } from "./probe";
import { useProbe } from "./useProbe";
import { tunnelWords } from "./words";

/** The tunnel at the foot of the list of bots. */
export function TunnelCard() {
  const { tunnel, bots } = useOverview();
  const { go } = useNavigation();
  const store = useStore();
  const retry = useAction(() => store.act("retry_tunnel", {}));
  const probe = useProbe();
  const words = tunnelWords(tunnel, useNow((now) => tunnelWords(tunnel, now)));
  const { state } = tunnel;
  const onlySandbox = bots.length > 0 && bots.every((bot) => bot.environment.type === "sandbox");
  return (
    <section className="card tunnel-card" aria-label="Tunnel">
      <p className="tunnel-line" data-testid="tunnel-state" data-state={tunnel.kind === "none" ? "none" : state.type}>
        <Dot tone={words.tone} />
        <strong>{words.name}</strong>
        <span className="muted">{words.state}</span>
      </p>
      {state.type === "online" && (
        <p className="mono small muted cut" title={state.public_url} data-testid="public-url">
          {state.public_url}
        </p>
      )}
      {(state.type === "failed" || state.type === "reconnecting") && <p className="small tunnel-why">{state.error.message}</p>}
      {tunnel.kind === "none" && <p className="small muted">{onlySandbox ? "Sandbox bots need none." : "Telegram needs one to reach this computer."}</p>}
      {retry.error && state.type !== "online" && <ErrorNote error={retry.error} />}
      <div className="row">
        {state.type === "online" && (
          <>
            <CopyButton text={state.public_url} what="the public URL" />
            <Button busy={probe.busy} data-testid="probe-now" onClick={() => void probe.run()}>
              Probe
            </Button>
          </>
        )}
        {(state.type === "failed" || state.type === "reconnecting" || (state.type === "off" && tunnel.kind !== "none")) && (
          <Button busy={retry.busy} data-testid="retry-tunnel" onClick={() => void retry.run()}>
            {state.type === "off" ? "Connect" : "Try now"}
          </Button>
        )}
        <Button data-testid="tunnel-open" onClick={() => go({ page: "tunnel" })}>
          {tunnel.kind === "none" ? "Set up" : "Open"}
        </Button>
      </div>
      {/* Always one line, so that the buttons above stay where they are. */}
      {state.type === "online" && (
        <div className="probe-line small muted">
          <span className="cut grow" data-testid="probe-line">
            {probe.busy ? (
              "Waiting for the probe"
            ) : probe.error ? (
              <span className="tone-bad" title={probe.error.message}>
                {probe.error.message}
              </span>
            ) : tunnel.probe ? (
              <>
                {tunnel.probe.error ? <span className="tone-bad">Probe did not come back</span> : `Probe: ${took(roundTrip(tunnel.probe))}`}, <TimeAgo at={tunnel.probe.at} />
              </>
            ) : (
              "Not probed yet"
            )}
          </span>
          {probe.slow && (
            <Button look="quiet" onClick={probe.dismiss}>
              Cancel
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
