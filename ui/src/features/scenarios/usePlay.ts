import { useRef } from "react";
import { useStore } from "../../app/store";
import { useRead } from "../../app/useRead";
import type { BotId } from "../../bindings/BotId";
import type { ScenarioPlay } from "../../bindings/ScenarioPlay";
import { useAction, type Action } from "../../components/action";

export interface Playing {
  /** What is played with this bot, or was played last. */
  play: ScenarioPlay | null;
  start: (path: string) => void;
  /** Why the one of this file could not begin. */
  failed: { path: string; error: NonNullable<Action["error"]> } | null;
  isRunning: boolean;
  cancel: Action;
}

/** The run of a scenario: begun, watched and cancelled. It goes on while nobody watches. */
export function usePlay(botId: BotId, onBegin: () => void): Playing {
  const store = useStore();
  const wanted = useRef("");
  const read = useRead({
    op: "scenario_run",
    key: botId,
    input: () => ({ bot_id: botId }),
    stale: (change) => change.type === "chat" && change.bot_id === botId,
  });
  const run = useAction(async () => {
    try {
      await store.read("run_scenario", { bot_id: botId, path: wanted.current });
    } finally {
      await read.reload();
    }
  });
  const cancel = useAction(async () => {
    await store.read("cancel_scenario", { bot_id: botId });
    await read.reload();
  });
  return {
    play: read.value,
    start: (path) => {
      wanted.current = path;
      onBegin();
      void run.run();
    },
    failed: run.error && { path: wanted.current, error: run.error },
    isRunning: run.busy || read.value?.state === "running",
    cancel,
  };
}
