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
  const hasSandbox = bots.some((bot) => bot.environment.type === "sandbox");
  const sandbox = useAction(async (signal) => {
    const made = await store.act(hasSandbox ? "another_sandbox_bot" : "start_sandbox", {});
    signal.throwIfAborted();
    open(made.id, hasSandbox ? "chat" : "inbox", null);
  });
  return (
    <div className="page add-page">
      <h1>Add a bot</h1>
      <AddBotForm onAdded={(bot) => open(bot.id, "webhook", "set")} onCancel={onCancel} />
      <section className="card">
        <h2>{hasSandbox ? "One more in the sandbox" : "No bot at hand"}</h2>
        <p className="muted">{hasSandbox ? "A bot of its own, for the same people." : "The sandbox is a Telegram inside this app, with a bot and a user who writes to it."}</p>
        {sandbox.error && <ErrorNote error={sandbox.error} />}
        <div className="row">
          <Button data-testid={hasSandbox ? "sandbox-another" : "sandbox-start"} busy={sandbox.busy} onClick={() => void sandbox.run()}>
            {hasSandbox ? "Make a sandbox bot" : "Try the sandbox"}
          </Button>
        </div>
        <Waiting action={sandbox} on="the sandbox" />
      </section>
    </div>
  );
}
