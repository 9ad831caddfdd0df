import { useOverview, useStore } from "../../app/store";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { TimeAgo } from "../../components/TimeAgo";
import { took } from "../../components/time";
import { Waiting } from "../../components/Waiting";
import { barsOf, roundTrip } from "./probe";
import { useProbe } from "./useProbe";

/** A request through the public URL and back, with the time of each leg. */
export function ProbeCard() {
  const { tunnel } = useOverview();
  const store = useStore();
  const probe = useProbe();
  const reconnect = useAction(() => store.act("retry_tunnel", {}));
  const last = tunnel.probe;
  return (
    <section className="card" aria-labelledby="probe" data-testid="probe-card">
      <div className="row">
        <h2 id="probe" className="grow">
          Probe
        </h2>
        <Button data-testid="probe" busy={probe.busy} disabled={tunnel.state.type !== "online"} onClick={() => void probe.run()}>
          {last ? "Probe again" : "Send a probe"}
        </Button>
      </div>
      <p className="muted">
        {last ? (
          <>
            <span role="status" data-testid="probe-result">
              {last.error ? "The last probe did not come back." : `The last probe came back in ${took(roundTrip(last))}.`}
            </span>{" "}
            Sent <TimeAgo at={last.at} />.
          </>
        ) : (
          "A request goes out through the public URL and has to come back to this Hookbay. Telegram takes the same way."
        )}
      </p>
      {last && (
        <table className="legs">
          <thead className="offscreen">
            <tr>
              <th>Leg</th>
              <th>Along the way</th>
              <th>Time</th>
            </tr>
          </thead>
          <tbody>
            {barsOf(last).map((leg) => (
              <tr key={leg.name} data-testid="leg">
                <th scope="row">
                  {leg.name} <span className="muted">{leg.what}</span>
                </th>
                <td aria-hidden="true">
                  <span className="leg-bar">{leg.ms !== null && <span style={{ left: `${leg.from}%`, width: `${leg.width}%` }} />}</span>
                </td>
                <td className="mono">{leg.ms === null ? "not reached" : took(leg.ms)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {last?.error && (
        <ErrorNote error={last.error}>
          {/* A proxy in front of a domain is the user's own: there is nothing to connect from here. */}
          {tunnel.kind === "ngrok" && tunnel.state.type === "online" && (
            <Button data-testid="connect-again" busy={reconnect.busy} onClick={() => void reconnect.run()}>
              Connect again
            </Button>
          )}
        </ErrorNote>
      )}
      {reconnect.error && <ErrorNote error={reconnect.error} />}
      <Waiting action={reconnect} on="the tunnel" />
      {probe.error && <ErrorNote error={probe.error} />}
      <Waiting action={probe} on="the probe to come back, up to 10 s" />
    </section>
  );
}
