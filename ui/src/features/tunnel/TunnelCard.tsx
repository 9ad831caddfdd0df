import { useNavigation } from "../../app/route";
import { useOverview, useStore } from "../../app/store";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { CopyButton } from "../../components/CopyButton";
import { Dot } from "../../components/Dot";
import { ErrorNote } from "../../components/ErrorNote";
import { useNow } from "../../components/TimeAgo";
import { tunnelWords } from "./words";

/** The tunnel at the foot of the list of bots. */
export function TunnelCard() {
  const { tunnel, bots } = useOverview();
  const { go } = useNavigation();
  const store = useStore();
  const retry = useAction(() => store.act("retry_tunnel", {}));
  const words = tunnelWords(tunnel, useNow());
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
        {state.type === "online" && <CopyButton text={state.public_url} what="the public URL" />}
        {(state.type === "failed" || state.type === "reconnecting" || (state.type === "off" && tunnel.kind !== "none")) && (
          <Button busy={retry.busy} data-testid="retry-tunnel" onClick={() => void retry.run()}>
            {state.type === "off" ? "Connect" : "Try now"}
          </Button>
        )}
        <Button onClick={() => go({ page: "settings" })}>{tunnel.kind === "none" ? "Set up" : "Settings"}</Button>
      </div>
    </section>
  );
}
