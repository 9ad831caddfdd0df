import { useEffect, useRef, useState } from "react";
import { useKeys } from "../../app/keys";
import { recall, remember } from "../../app/memory";
import { useOverview, useStore } from "../../app/store";
import type { BotView } from "../../bindings/BotView";
import type { SandboxChat } from "../../bindings/SandboxChat";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { folderOf } from "../../components/PathField";
import { FileList } from "./FileList";
import { FolderLine } from "./FolderLine";
import { ScenarioForm } from "./ScenarioForm";
import { usePlay } from "./usePlay";
import type { Scenarios } from "./useScenarios";
import { pathIn, slugOf, titleFor } from "./words";

interface Props {
  bot: BotView;
  room: SandboxChat;
  scenarios: Scenarios;
  /** A run begins, which makes chats of its own. */
  onRun: () => void;
}

/** Beside the chat: the scenarios of a folder with their runs, or one that is written. */
export function ScenariosPane({ bot, room, scenarios, onRun }: Props) {
  const store = useStore();
  const { data_dir } = useOverview();
  const { draft, setDraft, setOpen } = scenarios;
  const box = useRef<HTMLElement>(null);
  const key = `scenarios.folder.${bot.id}`;
  const usual = pathIn(pathIn(data_dir, "scenarios"), slugOf(bot.username ?? bot.name));
  const [folder, setFolder] = useState(() => recall(key, usual));
  const [saved, setSaved] = useState<string | null>(null);
  const playing = usePlay(bot.id, () => {
    setSaved(null);
    onRun();
  });
  const lookInto = (next: string) => {
    setFolder(next);
    remember(key, next);
  };
  const whole = useAction(async (signal) => {
    setSaved(null);
    const title = titleFor(room, bot.name);
    const { text } = await store.read("record_scenario", { bot_id: bot.id, chat_id: room.id, from_message_id: null, name: title });
    signal.throwIfAborted();
    setDraft({ title, text, path: null, was: null, at: Date.now() });
  });
  useEffect(
    () => () => {
      // To the button that opens it, which a run has made anew together with the chat around it.
      if (document.activeElement === document.body) document.querySelector<HTMLElement>(".scenarios-toggle")?.focus();
    },
    [],
  );
  useKeys(
    {
      Escape: () => {
        // Out of what is written first: one key must not close it under the reader's hands.
        const isWriting = document.activeElement?.closest(".scenarios .text-editor, .scenarios input") != null;
        if (isWriting) box.current?.querySelector<HTMLElement>(".scenarios-close")?.focus();
        else setOpen(false);
      },
    },
    "form",
  );
  const isWriting = draft !== null;
  useEffect(() => {
    // The form takes the focus into its first field by itself.
    if (!isWriting) box.current?.querySelector<HTMLElement>("[data-testid=save-conversation]")?.focus();
  }, [isWriting]);
  return (
    <aside ref={box} className="scenarios" aria-label="Scenarios" data-testid="scenarios">
      <div className="transcript-head">
        <h3>{!draft ? "Scenarios" : draft.path === null ? "A new scenario" : "Edit the scenario"}</h3>
        <span className="spring" />
        <Button look="quiet" className="scenarios-close" data-testid="scenarios-close" onClick={() => setOpen(false)}>
          Close
        </Button>
      </div>
      <div className="scenarios-body">
        {draft ? (
          <ScenarioForm
            key={draft.at}
            draft={draft}
            folder={folder}
            onDraft={setDraft}
            onDrop={() => setDraft(null)}
            onSaved={({ path }) => {
              setDraft(null);
              setSaved(path);
              if (!path.startsWith(pathIn(folder, ""))) lookInto(folderOf(path));
            }}
          />
        ) : (
          <>
            <FolderLine key={folder} folder={folder} usual={usual} onFolder={lookInto} />
            <div className="row">
              <Button data-testid="save-conversation" busy={whole.busy} title="Write all of the chat that is open down as a scenario" onClick={() => void whole.run()}>
                Save this conversation
              </Button>
            </div>
            {whole.error && <ErrorNote error={whole.error} />}
            {saved !== null && (
              <p role="status" data-testid="scenario-saved">
                Saved as <span className="mono small break">{saved}</span>
              </p>
            )}
            <FileList folder={folder} isUsual={folder === usual} playing={playing} onEdit={setDraft} />
          </>
        )}
      </div>
    </aside>
  );
}
