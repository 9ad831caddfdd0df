import { useOverview } from "../../app/store";
import { Button } from "../../components/Button";
import { useSettings } from "../settings/useSettings";
import { ProbeCard } from "./ProbeCard";
import { TunnelForm } from "./TunnelForm";
import { TunnelNow } from "./TunnelNow";

/** The way from Telegram to this computer: what is true of it, whether it leads here, and how it is made. */
export function TunnelPage({ onBack }: { onBack?: (() => void) | undefined }) {
  const { tunnel } = useOverview();
  const settings = useSettings();
  return (
    <div className="page settings">
      <div className="row">
        <h1 className="grow">Tunnel</h1>
        {onBack && (
          <Button look="quiet" data-testid="tunnel-back" onClick={onBack}>
            Back
          </Button>
        )}
      </div>
      <TunnelNow />
      {tunnel.kind !== "none" && <ProbeCard />}
      <section className="card" aria-labelledby="tunnel-way">
        <h2 id="tunnel-way">How the public URL is made</h2>
        {settings.value && <p className="muted">{settings.value.way}</p>}
        <TunnelForm />
      </section>
    </div>
  );
}
