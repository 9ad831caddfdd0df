import { useEffect, useRef, useState } from "react";
import { useOverview, useStore } from "../../app/store";
import { toApiError } from "../../backend/backend";
import type { ApiError } from "../../bindings/ApiError";
import type { BotView } from "../../bindings/BotView";
import type { TakeOver } from "../../bindings/TakeOver";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { useFocusBack } from "../../components/useFocusBack";
import { Waiting } from "../../components/Waiting";
import { draftOf, lossWords, optionsOf, type Draft } from "./draft";
import { Options } from "./Options";
import { PublicUrlFirst } from "./PublicUrlFirst";
import { TakeOverFields } from "./TakeOverFields";
import { urlUnder } from "./urlUnder";
import { WhatIsThere } from "./WhatIsThere";

interface Props {
  bot: BotView;
  /** Opened to change the allowed updates, or any option. */
  opened?: "kinds" | "options" | null;
  onDone: () => void;
  onCancel: () => void;
  cancelLabel?: string;
}

/** Sets the webhook in place: what will happen, the options, and before them a public URL if there is none. */
export function SetWebhookForm({ bot, opened = null, onDone, onCancel, cancelLabel = "Cancel" }: Props) {
  const store = useStore();
  const { tunnel, sandbox, update_kinds } = useOverview();
  const [touched, setTouched] = useState<Partial<Draft>>({});
  const [unfolded, setUnfolded] = useState(false);
  const [given, setGiven] = useState<TakeOver>({ secret_token: null, certificate_pem: null });
  /** The engine found somebody else's webhook that was not known of here. */
  const [refused, setRefused] = useState<ApiError | null>(null);
  const box = useRef<HTMLElement>(null);
  const focusDue = useRef(false);
  const draft = draftOf(bot, update_kinds, touched);
  const isForeign = refused !== null || bot.webhook?.owner === "foreign";
  // While a lease is held, the first webhook is kept already, and whoever moved it since is not leased.
  const asksFor = refused !== null || (isForeign && bot.lease === null);
  const touch = (part: Partial<Draft>) => setTouched((before) => ({ ...before, ...part }));
  const set = useAction(async (signal) => {
    try {
      await store.act("set_webhook", { bot_id: bot.id, options: optionsOf(draft), take_over: isForeign ? given : null });
    } catch (thrown) {
      const problem = toApiError(thrown);
      if (problem.code !== "foreign_webhook") throw problem;
      // It is asked for in place of an error, with what is there in sight.
      await store.act("webhook_status", { bot_id: bot.id }).catch(() => {});
      signal.throwIfAborted();
      return setRefused(problem);
    }
    signal.throwIfAborted();
    onDone();
  });
  useFocusBack();

  useEffect(() => {
    if (!opened) return;
    focusDue.current = true;
    setUnfolded(true);
    if (opened === "kinds") setTouched((before) => ({ ...before, allowed: "these" }));
  }, [opened]);
  // Once it is unfolded, what the reader came for has the focus.
  useEffect(() => {
    if (!focusDue.current || !unfolded) return;
    focusDue.current = false;
    box.current?.querySelector<HTMLElement>("input[type=radio]:checked")?.focus();
  });

  const isSandbox = bot.environment.type === "sandbox";
  const base = isSandbox ? sandbox.public_url : tunnel.state.type === "online" ? tunnel.state.public_url : null;
  const ready = isSandbox || base !== null;
  // The form appears with the first public URL, and then stays: a tunnel that drops takes nothing
  // that was typed.
  const [wasReady, setWasReady] = useState(ready);
  if (ready && !wasReady) setWasReady(true);

  const loss = lossWords(bot, draft);
  const cancel = (
    <Button look="quiet" onClick={onCancel}>
      {cancelLabel}
    </Button>
  );
  return (
    <section ref={box} className="card set-webhook" aria-label="Set webhook" data-testid="set-webhook-form">
      {!ready && <PublicUrlFirst wasThere={wasReady}>{!wasReady && <div className="row">{cancel}</div>}</PublicUrlFirst>}
      {wasReady && (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            if (ready) void set.run();
          }}
        >
          {isForeign ? <WhatIsThere bot={bot} refused={refused} takesFocus={ready && !opened} /> : <h2 className="set-title">Set webhook</h2>}
          {asksFor && <TakeOverFields info={bot.webhook?.info ?? null} given={given} onChange={(part) => setGiven((before) => ({ ...before, ...part }))} />}
          <p>
            {isSandbox ? "The sandbox" : "Telegram"} will deliver to <span className="mono break">{base === null ? "this computer" : urlUnder(base, bot)}</span>
          </p>
          {loss && <p>{loss}</p>}
          <Options bot={bot} draft={draft} onChange={touch} open={unfolded} onToggle={setUnfolded} />
          {set.error && <ErrorNote error={set.error} />}
          <div className="row">
            <Button type="submit" look="primary" autoFocus={!isForeign && !opened} data-testid="set-webhook-confirm" busy={set.busy} disabled={!ready}>
              {isForeign ? "Take it over" : "Set webhook"}
            </Button>
            {cancel}
            {!ready && <span className="muted">There is no public URL to set now.</span>}
          </div>
          <Waiting action={set} on="Telegram to take the webhook" />
        </form>
      )}
    </section>
  );
}
