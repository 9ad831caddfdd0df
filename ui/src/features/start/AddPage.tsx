import { useNavigation } from "../../app/route";
import { useOverview, useStore } from "../../app/store";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { Waiting } from "../../components/Waiting";
import { AddBotForm } from "../bots/AddBotForm";

/** One more bot, once there are some. */
export function AddPage({ onCancel }: { onCancel: () => void }) {
  const { open } = useNavigation();
  const store = useStore();
  const { bots } = useOverview();
  const sandbox = useAction(async (signal) => {
    const made = await store.act("start_sandbox", {});
    signal.throwIfAborted();
    open(made.id, "inbox", null);
  });
  const hasSandbox = bots.some((bot) => bot.environment.type === "sandbox");
  return (
    <div className="page add-page">
      <h1>Add a bot</h1>
      <AddBotForm onAdded={(bot) => open(bot.id, "webhook", "set")} onCancel={onCancel} />
      {!hasSandbox && (
        <section className="card">
          <h2>No bot at hand</h2>
          <p className="muted">The sandbox is a Telegram inside this app, with a bot and a user who writes to it.</p>
          {sandbox.error && <ErrorNote error={sandbox.error} />}
          <div className="row">
            <Button data-testid="sandbox-start" busy={sandbox.busy} onClick={() => void sandbox.run()}>
              Try the sandbox
            </Button>
          </div>
          <Waiting action={sandbox} on="the sandbox" />
        </section>
      )}
    </div>
  );
}
