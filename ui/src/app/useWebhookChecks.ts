import { useEffect, useRef } from "react";
import type { BotId } from "../bindings/BotId";
import { useAppState, useStore } from "./store";

/** How often the bot on screen is asked about while the window is seen. */
const EVERY_MS = 20_000;
/** How soon after an update the count of pending ones is asked for again. */
const AFTER_UPDATE_MS = 2000;

/** Keeps what is shown of webhooks true: every bot once, the one on screen again and again. */
export function useWebhookChecks(shown: BotId | null): void {
  const store = useStore();
  const { overview } = useAppState();
  const asked = useRef(new Set<BotId>());

  const unchecked = overview?.bots.filter((bot) => bot.webhook === null && bot.token_state !== "missing").map((bot) => bot.id).join(" ") ?? "";
  useEffect(() => {
    const ids = unchecked.split(" ").filter((id) => id && !asked.current.has(id));
    for (const id of ids) asked.current.add(id);
    // One after the other: a start with many bots is no reason for a burst.
    void (async () => {
      // A failure is in the bot's view; what matters here is that it was asked.
      for (const id of ids) await store.act("webhook_status", { bot_id: id }).catch(() => {});
    })();
  }, [unchecked, store]);

  useEffect(() => {
    if (!shown) return;
    let soon: ReturnType<typeof setTimeout> | undefined;
    let busy = false;
    const ask = async () => {
      if (busy || document.hidden) return;
      busy = true;
      await store.act("webhook_status", { bot_id: shown }).catch(() => {});
      busy = false;
    };
    const every = setInterval(() => void ask(), EVERY_MS);
    const off = store.onUpdates((fresh) => {
      if (soon !== undefined || (fresh !== "all" && !fresh.has(shown))) return;
      soon = setTimeout(() => {
        soon = undefined;
        void ask();
      }, AFTER_UPDATE_MS);
    });
    return () => {
      clearInterval(every);
      clearTimeout(soon);
      off();
    };
  }, [shown, store]);
}
