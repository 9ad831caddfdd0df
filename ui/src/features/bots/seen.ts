// How many updates of each bot were seen, for "12 new" in the list of bots.
import { useSyncExternalStore } from "react";
import { recall, remember } from "../../app/memory";
import type { BotId } from "../../bindings/BotId";
import type { BotView } from "../../bindings/BotView";

let seen = recall<Record<BotId, number>>("seen", {});
const tellers = new Set<() => void>();

export function markSeen(botId: BotId, updates: number): void {
  if (seen[botId] === updates) return;
  seen = { ...seen, [botId]: updates };
  remember("seen", seen);
  for (const tell of tellers) tell();
}

export function useUnseen(): (bot: BotView) => number {
  const now = useSyncExternalStore(
    (tell) => {
      tellers.add(tell);
      return () => tellers.delete(tell);
    },
    () => seen,
  );
  return (bot) => Math.max(0, bot.update_count - (now[bot.id] ?? 0));
}
