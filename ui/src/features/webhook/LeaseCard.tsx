import { useState } from "react";
import { useKeys } from "../../app/keys";
import { useStore } from "../../app/store";
import type { BotView } from "../../bindings/BotView";
import type { LeaseView } from "../../bindings/LeaseView";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { CopyButton } from "../../components/CopyButton";
import { ErrorNote } from "../../components/ErrorNote";
import { TimeAgo } from "../../components/TimeAgo";
import { Waiting } from "../../components/Waiting";
import { hostOf } from "../bots/health";
import { useSettings } from "../settings/useSettings";
import { keptOf, lostOf } from "./lease";

const ON_QUIT: Record<string, string> = {
  restore: "It goes back there when you quit.",
  delete: "It goes back there when you quit.",
  leave: "When you quit it stays with this computer, as the settings say.",
};

/** Whose webhook ours took the place of, and the ways out of that. */
export function LeaseCard({ bot, lease }: { bot: BotView; lease: LeaseView }) {
  const store = useStore();
  const [asking, setAsking] = useState<boolean | null>(null);
  const onQuit = useSettings().value?.settings.find((each) => each.name === "on_quit")?.value;
  const giveBack = useAction(() => store.act("give_back", { bot_id: bot.id }));
  const host = hostOf(lease.url);
  const lost = lostOf(lease);
  return (
    <section className="card" aria-labelledby="lease" data-testid="lease">
      <h2 id="lease">Lease</h2>
      <p className="muted">
        Before Hookbay, this bot delivered to <strong className="break lease-host">{host}</strong>.{" "}
        {lease.state === "returning" ? "That could not be put back so far. It is tried again when Hookbay quits and when it starts, or now with Put it back." : (onQuit && ON_QUIT[onQuit]) || ""}
      </p>
      <dl className="lines">
        <dt>URL</dt>
        <dd>
          <span className="mono break">{lease.url}</span> <CopyButton text={lease.url} what="their URL" />
        </dd>
        <dt>Taken over</dt>
        <dd>
          <TimeAgo at={lease.taken_at} />
        </dd>
        {lease.ip_address && (
          <>
            <dt>Address</dt>
            <dd className="mono">{lease.ip_address}</dd>
          </>
        )}
        <dt>Kept</dt>
        <dd>{keptOf(lease)}</dd>
        {lost.length > 0 && (
          <>
            <dt>Lost</dt>
            <dd data-testid="lease-lost">{lost.join(" ")}</dd>
          </>
        )}
      </dl>
      {giveBack.error && <ErrorNote error={giveBack.error} />}
      {asking ? (
        <EndLease bot={bot} host={host} onClose={() => setAsking(false)} />
      ) : (
        <div className="row wrap">
          <Button data-testid="give-back" busy={giveBack.busy} onClick={() => void giveBack.run()}>
            Put it back
          </Button>
          <Button data-testid="end-lease" autoFocus={asking === false} onClick={() => setAsking(true)}>
            Keep ours for good
          </Button>
        </div>
      )}
      <Waiting action={giveBack} on="Telegram to put it back" />
    </section>
  );
}

function EndLease({ bot, host, onClose }: { bot: BotView; host: string; onClose: () => void }) {
  const store = useStore();
  useKeys({ Escape: onClose }, "question");
  const end = useAction(async (signal) => {
    await store.act("end_lease", { bot_id: bot.id });
    signal.throwIfAborted();
    onClose();
  });
  return (
    <div className="note bad" role="group" aria-label="Keep ours for good">
      <p className="note-title">Forget the webhook of {host}?</p>
      <p>What is kept of it is deleted here, so Hookbay can never put it back. This bot goes on delivering to this computer.</p>
      {end.error && <ErrorNote error={end.error} />}
      <div className="row wrap">
        <Button look="danger" data-testid="end-lease-confirm" busy={end.busy} onClick={() => void end.run()}>
          Forget it
        </Button>
        {/* The question takes the focus, on the answer that loses nothing. */}
        <Button look="quiet" autoFocus onClick={onClose}>
          Keep it
        </Button>
      </div>
      <Waiting action={end} on="what is kept of it to be deleted" />
    </div>
  );
}
