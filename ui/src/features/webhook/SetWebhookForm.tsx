import { useEffect, useRef, useState } from "react";
import { useOverview, useStore } from "../../app/store";
import type { BotView } from "../../bindings/BotView";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { useFocusBack } from "../../components/useFocusBack";
import { Waiting } from "../../components/Waiting";
import { hostOf } from "../bots/health";
import { draftOf, lossWords, optionsOf, type Draft } from "./draft";
import { Options } from "./Options";
import { PublicUrlFirst } from "./PublicUrlFirst";

interface Props {
  bot: BotView;
  /** Opened to change the allowed updates. */
  kinds?: boolean;
  onDone: () => void;
  onCancel: () => void;
  cancelLabel?: string;
}

/** Sets the webhook in place: what will happen, the options, and before them a public URL if there is none. */
export function SetWebhookForm({ bot, kinds = false, onDone, onCancel, cancelLabel = "Cancel" }: Props) {
  const store = useStore();
  const { tunnel, sandbox, update_kinds } = useOverview();
  const [touched, setTouched] = useState<Partial<Draft>>({});
  const [unfolded, setUnfolded] = useState(false);
  const box = useRef<HTMLElement>(null);
  const focusDue = useRef(false);
  const draft = draftOf(bot, update_kinds, touched);
  const touch = (part: Partial<Draft>) => setTouched((before) => ({ ...before, ...part }));
  const set = useAction(async (signal) => {
    await store.act("set_webhook", { bot_id: bot.id, options: optionsOf(draft), take_over: null });
    signal.throwIfAborted();
    onDone();
  });
  useFocusBack();

  useEffect(() => {
    if (!kinds) return;
    focusDue.current = true;
    setUnfolded(true);
    setTouched((before) => ({ ...before, allowed: "these" }));
  }, [kinds]);
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

  const foreign = bot.webhook?.owner === "foreign" ? (bot.webhook.info?.url ?? null) : null;
  const loss = lossWords(bot, draft);
  // Where a deployed bot would lose its updates, Enter alone must not do it.
  const cancel = (
    <Button look="quiet" autoFocus={ready && foreign !== null && !kinds} onClick={onCancel}>
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
          {foreign ? <Replaces url={foreign} /> : <h2 className="set-title">Set webhook</h2>}
          <p>
            {isSandbox ? "The sandbox" : "Telegram"} will deliver to <span className="mono break">{(ready ? (bot.webhook?.desired_url ?? base) : null) ?? "this computer"}</span>
          </p>
          {loss && <p>{loss}</p>}
          <Options bot={bot} draft={draft} onChange={touch} open={unfolded} onToggle={setUnfolded} />
          {set.error && <ErrorNote error={set.error} />}
          <div className="row">
            <Button type="submit" look="primary" autoFocus={foreign === null && !kinds} data-testid="set-webhook-confirm" busy={set.busy} disabled={!ready}>
              {foreign ? "Replace the webhook" : "Set webhook"}
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

/** What is lost with someone else's webhook. */
function Replaces({ url }: { url: string }) {
  return (
    <div className="note care">
      <p className="note-title">This bot delivers to {hostOf(url)}</p>
      <p>
        Setting the webhook here replaces <span className="mono break">{url}</span>, and what runs there gets no more updates. Telegram does not tell its secret
        token or certificate, so note them before you go on.
      </p>
    </div>
  );
}
