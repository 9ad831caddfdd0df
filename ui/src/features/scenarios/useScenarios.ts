import { useState } from "react";
import { recall, remember } from "../../app/memory";
import { useRead } from "../../app/useRead";
import type { BotId } from "../../bindings/BotId";

/** A scenario's text under the reader's hands. */
export interface Draft {
  title: string;
  text: string;
  /** The file that it was read from; none for what was recorded. */
  path: string | null;
  /** What stood in that file. */
  was: string | null;
  /** Another one is another text. */
  at: number;
}

/** A conversation that is being written down. */
export interface Recording {
  chat: number;
  title: string;
  /** The first message of it. */
  from: number;
}

export interface Scenarios {
  isOpen: boolean;
  setOpen: (open: boolean) => void;
  draft: Draft | null;
  setDraft: (draft: Draft | null) => void;
  recording: Recording | null;
  /** How many steps it has so far. */
  steps: number;
  setRecording: (recording: Recording | null) => void;
}

/** What a bot's chats have of scenarios: the part beside the chat, a text in it, and what is recorded. */
export function useScenarios(botId: BotId): Scenarios {
  const [isOpen, setOpen] = useState(false);
  const [draft, setDraft] = useState<Draft | null>(null);
  // It goes on while another page of the window is looked at.
  const key = `scenarios.recording.${botId}`;
  const [recording, putRecording] = useState<Recording | null>(() => recall(key, null));
  const written = useRead({
    op: "record_scenario",
    key: recording && `${recording.chat} ${recording.from}`,
    input: () => ({ bot_id: botId, chat_id: recording?.chat ?? 0, from_message_id: recording?.from ?? 0, name: "" }),
    stale: (change) => change.type === "chat" && change.bot_id === botId,
  });
  return {
    isOpen,
    setOpen,
    draft,
    setDraft,
    recording,
    steps: written.error ? 0 : (written.value?.steps ?? 0),
    setRecording: (next) => {
      putRecording(next);
      remember(key, next);
    },
  };
}
