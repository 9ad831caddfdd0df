import { useRef } from "react";
import { useStore } from "../../app/store";
import type { BotView } from "../../bindings/BotView";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { Tick } from "../../components/Field";
import { TimeAgo, TimeUntil } from "../../components/TimeAgo";
import { Waiting } from "../../components/Waiting";

/** How a bot is looked after, and the switches of that. */
export function WatchCard({ bot }: { bot: BotView }) {
  const store = useStore();
  const { auto_refresh, paused, standing, last_checked_at, next_check_at } = bot.watch;
  const check = useAction(() => store.act("refresh_webhook", { bot_id: bot.id }));
  const who = bot.environment.type === "sandbox" ? "the sandbox" : "Telegram";
  const last = last_checked_at ?? bot.webhook?.checked_at ?? null;
  return (
    <section className="card" aria-labelledby="watch" data-testid="watch">
      <div className="row">
        <h2 id="watch" className="grow">
          Looked after
        </h2>
        <Button data-testid="check-now" busy={check.busy} disabled={paused} onClick={() => void check.run()}>
          Check now
        </Button>
      </div>
      {standing.type === "not_wanted" && <p className="muted">Hookbay keeps this bot's webhook right once it is set from here.</p>}
      <div className="switches">
        <Switch bot={bot} field="auto_refresh" on={auto_refresh} label="Repair it by itself" hint={auto_refresh ? "Sets it again when it is gone or the public URL has changed." : "It is checked and reported only."} />
        <Switch bot={bot} field="paused" on={paused} label="Pause" hint={paused ? "This bot is left alone." : "Leaves this bot alone for a while."} />
      </div>
      <p className="muted" data-testid="checks">
        {last ? (
          <>
            Checked <TimeAgo at={last} />
          </>
        ) : (
          "Not checked yet"
        )}
        {paused ? ", and not again while paused" : next_check_at ? ", next " : ""}
        {!paused && next_check_at && <TimeUntil at={next_check_at} />}.
      </p>
      {check.error && <ErrorNote error={check.error} />}
      <Waiting action={check} on={`${who}'s answer`} />
    </section>
  );
}

interface SwitchProps {
  bot: BotView;
  field: "auto_refresh" | "paused";
  on: boolean;
  label: string;
  hint: string;
}

function Switch({ bot, field, on, label, hint }: SwitchProps) {
  const store = useStore();
  /** What was asked for, shown until the answer is here. */
  const wanted = useRef(on);
  const turn = useAction(() => store.act("watch_bot", { bot_id: bot.id, auto_refresh: null, paused: null, [field]: wanted.current }));
  const press = (next: boolean) => {
    wanted.current = next;
    void turn.run();
  };
  return (
    <div>
      <Tick role="switch" data-testid={`switch-${field}`} label={label} hint={hint} checked={turn.busy ? wanted.current : on} disabled={turn.busy} onChange={(event) => press(event.target.checked)} />
      <Waiting action={turn} on="the switch to be turned" />
      {turn.error && <ErrorNote error={turn.error} />}
    </div>
  );
}
