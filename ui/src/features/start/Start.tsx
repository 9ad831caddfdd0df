import { useState } from "react";
import { useNavigation } from "../../app/route";
import { useOverview, useStore } from "../../app/store";
import type { ApiError } from "../../bindings/ApiError";
import type { BotId } from "../../bindings/BotId";
import { useAction, useReport } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { Waiting } from "../../components/Waiting";
import { AddBotForm } from "../bots/AddBotForm";
import { KeyringNote } from "../settings/KeyringNote";
import { SetWebhookForm } from "../webhook/SetWebhookForm";
import { Step } from "./Step";

interface Props {
  botId: BotId | null;
  /** Why the overview is not up to date. */
  failure: ApiError | null;
  /** Tells whether the first bot is being waited for. */
  onBusy: (busy: boolean) => void;
}

/** The first start: where, which bot, and its webhook. */
export function Start({ botId, failure, onBusy }: Props) {
  const { go, open } = useNavigation();
  const store = useStore();
  const { bots } = useOverview();
  const [real, setReal] = useState(false);
  const bot = bots.find((each) => each.id === botId);
  const step = bot ? 3 : real ? 2 : 1;
  const onAdded = (id: BotId) => go({ page: "start", botId: id });
  const sandbox = useAction(async (signal) => {
    const made = await store.act("start_sandbox", {});
    signal.throwIfAborted();
    onAdded(made.id);
  });
  useReport(sandbox.busy, onBusy);
  const isSandbox = bot?.environment.type === "sandbox";
  return (
    <main className="start">
      <div className="start-inner">
        <div className="row">
          <h1 className="grow">Hookbay</h1>
          <Button look="quiet" data-testid="settings" onClick={() => go({ page: "settings" })}>
            Settings
          </Button>
        </div>
        <p className="start-lead">Your bot's updates, from Telegram to this computer.</p>
        {failure && <ErrorNote error={failure} />}
        <KeyringNote />
        <ol className="steps">
          <Step n={1} now={step} title="Sandbox or your own bot" done={bot ? (isSandbox ? "The sandbox" : "Your own bot") : "Your own bot"}>
            <div className="start-choices">
              <section className="card">
                <h3>Try the sandbox</h3>
                <p className="muted">A Telegram inside this app, with a bot and a user who writes to it. It needs no account and no network.</p>
                <Button look="primary" data-testid="sandbox-start" busy={sandbox.busy} onClick={() => void sandbox.run()}>
                  Try the sandbox
                </Button>
              </section>
              <section className="card">
                <h3>Use your own bot</h3>
                <p className="muted">You need its token from @BotFather, and a public URL: ngrok's, or a domain of yours.</p>
                <Button data-testid="real-start" onClick={() => setReal(true)}>
                  Use your own bot
                </Button>
              </section>
            </div>
            {sandbox.error && <ErrorNote error={sandbox.error} />}
            <Waiting action={sandbox} on="the sandbox" />
          </Step>
          <Step n={2} now={step} title="Add a bot" done={bot ? `${bot.name}${bot.username ? `, @${bot.username}` : ""}` : ""}>
            <AddBotForm onAdded={(added) => onAdded(added.id)} onBusy={onBusy} onCancel={() => setReal(false)} />
          </Step>
          <Step n={3} now={step} title="Set the webhook" done="">
            {bot && <SetWebhookForm bot={bot} onDone={() => open(bot.id, "inbox", null)} onCancel={() => open(bot.id, "inbox", null)} cancelLabel="Later" />}
          </Step>
        </ol>
      </div>
    </main>
  );
}
