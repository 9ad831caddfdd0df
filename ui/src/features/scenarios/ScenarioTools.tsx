import { useStore } from "../../app/store";
import { toApiError } from "../../backend/backend";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { count } from "../../components/time";
import { useScene } from "../chat/scene";
import type { Scenarios } from "./useScenarios";
import { titleFor } from "./words";

interface Props {
  scenarios: Scenarios;
  /** The newest message of the chat; 0 where there is none. */
  last: number;
  /** It is on: what is said next is written down. */
  onRecord: () => void;
}

/** In the chat's head: what is said is written down from here on, and the scenarios that there are. */
export function ScenarioTools({ scenarios, last, onRecord }: Props) {
  const store = useStore();
  const { bot, room, note } = useScene();
  const { recording, steps } = scenarios;
  const stop = useAction(async () => {
    if (!recording) return;
    if (steps === 0) {
      scenarios.setRecording(null);
      return note("Nothing was recorded: nobody wrote anything new.");
    }
    const title = titleFor(recording.chat === room.id ? room : { kind: "group", title: recording.title }, bot.name);
    try {
      const { text } = await store.read("record_scenario", { bot_id: bot.id, chat_id: recording.chat, from_message_id: recording.from, name: title });
      scenarios.setRecording(null);
      scenarios.setDraft({ title, text, path: null, was: null, at: Date.now() });
      scenarios.setOpen(true);
    } catch (thrown) {
      const { message, remedy } = toApiError(thrown);
      note(`${message} ${remedy}`);
    }
  });
  const elsewhere = recording && recording.chat !== room.id ? ` in ${recording.title}` : "";
  return (
    <>
      {recording && (
        <span className="recording small" data-testid="recording">
          <span className="recording-dot" aria-hidden="true" />
          {steps === 0 ? `Recording${elsewhere}: write to the bot` : `Recording${elsewhere}, ${count(steps, "step")}`}
        </span>
      )}
      <Button
        look="quiet"
        data-testid="record"
        busy={stop.busy}
        title={recording ? undefined : "Write down what is said from here on, as a scenario that can be run again"}
        aria-label={recording ? "Stop recording" : "Record this conversation"}
        onClick={() => {
          if (recording) return void stop.run();
          note(null);
          scenarios.setRecording({ chat: room.id, title: room.title, from: last + 1 });
          onRecord();
        }}
      >
        {recording ? "Stop" : "Record"}
      </Button>
      <Button look="quiet" className="scenarios-toggle" data-testid="scenarios-toggle" aria-expanded={scenarios.isOpen} onClick={() => scenarios.setOpen(!scenarios.isOpen)}>
        Scenarios
      </Button>
    </>
  );
}
