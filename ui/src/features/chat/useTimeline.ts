import { useEffect, useMemo, useSyncExternalStore } from "react";
import { useStore } from "../../app/store";
import { concerns } from "../../app/useRead";
import type { BotId } from "../../bindings/BotId";
import { Timeline, type TimelineState } from "./timeline";

/** Telegram forgets what a bot is doing after five seconds. */
const ACTION_MS = 5_200;

/** A chat, read again whenever something happened in the bot's chats. */
export function useTimeline(botId: BotId, chatId: number): [Timeline, TimelineState] {
  const store = useStore();
  const timeline = useMemo(() => new Timeline(store, botId, chatId), [store, botId, chatId]);
  const state = useSyncExternalStore(timeline.subscribe, timeline.getState);
  useEffect(() => {
    void timeline.renew();
    return store.onChange((news) => {
      if (concerns(news, (change) => change.type === "chat" && change.bot_id === botId)) void timeline.renew();
    });
  }, [timeline, store, botId]);
  useEffect(() => {
    if (state.action === null) return;
    const timer = setTimeout(() => void timeline.renew(), ACTION_MS);
    return () => clearTimeout(timer);
  }, [timeline, state]);
  return [timeline, state];
}
