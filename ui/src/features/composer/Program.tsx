import { useState } from "react";
import { useStore } from "../../app/store";
import { useRead } from "../../app/useRead";
import { recall, remember } from "../../app/memory";
import type { BotId } from "../../bindings/BotId";
import type { Framework } from "../../bindings/Framework";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { CopyButton } from "../../components/CopyButton";
import { ErrorNote } from "../../components/ErrorNote";
import { Tabs } from "../../components/Tabs";
import { FRAMEWORKS } from "./frameworks";

/** A program that feeds a fixture to the bot's own handlers, in the framework of the reader's choice. */
export function Program({ botId, name }: { botId: BotId; name: string }) {
  const store = useStore();
  const [framework, setFramework] = useState<Framework>(() => recall<Framework>("framework", "python_telegram_bot"));
  const { value, error } = useRead({ op: "snippet", input: () => ({ bot_id: botId, name, framework, save: false }), key: `${botId} ${name} ${framework}`, stale: () => false });
  const [path, setPath] = useState<string | null>(null);
  const write = useAction(async (signal) => {
    const made = await store.read("snippet", { bot_id: botId, name, framework, save: true });
    signal.throwIfAborted();
    setPath(made.path);
  });
  return (
    <div className="program" data-testid="program">
      <Tabs
        label="Framework"
        value={framework}
        tabs={FRAMEWORKS}
        onChange={(next) => {
          write.dismiss();
          setPath(null);
          setFramework(next);
          remember("framework", next);
        }}
      />
      {error && <ErrorNote error={error} />}
      {value && (
        <>
          <pre className="mono body-text" data-testid="program-text" tabIndex={0} aria-label={value.file_name}>
            {value.text}
          </pre>
          <div className="row wrap">
            <CopyButton text={value.text} what="the program" />
            <Button data-testid="program-save" busy={write.busy} onClick={() => void write.run()}>
              Write it beside the fixture
            </Button>
            {path && (
              <span className="mono small break" role="status" data-testid="program-path">
                {path}
              </span>
            )}
          </div>
        </>
      )}
      {write.error && <ErrorNote error={write.error} />}
    </div>
  );
}
